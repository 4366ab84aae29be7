import { type ParetoFront, paretoFront } from "./pareto.ts";
import { AXES, figureOf } from "./recommend_axes.ts";
import { staysOf } from "./recommend_stays.ts";
import type {
  Axis,
  Known,
  Need,
  Option,
  RecommendationRow,
  Standing,
  Stays,
} from "./recommend_types.ts";
import { rankOptions, weightsOf } from "./recommend_weights.ts";
import { dominatedWords, figuresText, rankWords } from "./recommend_words.ts";

/** Front and ranking of what is left. */
export function place(
  options: Option[],
  axes: Axis[],
  need: Need,
): { front: ParetoFront; rows: RecommendationRow[]; stays: Stays | null } {
  const front: ParetoFront = paretoFront(options, axes, need);
  const weighing = weightsOf(need).map(([a]) => a);
  const onFront = options.filter((o) => front.front.includes(o.name));
  const lacks = (o: Option) => weighing.filter((a) => figureOf(o, a, need) === null);
  const rankable = onFront.filter((o) => lacks(o).length === 0);
  const ranked = rankable.length > 0 ? rankOptions(rankable, need) : [];
  const rows: RecommendationRow[] = ranked.map((r, i) => {
    const row = blank(r.option, i === 0 ? "first" : r.tied ? "tied" : "front", need);
    const figures = figuresText(row.figures, weighing, need.metric);
    const why = rankWords(r, figures, ranked.length > 1);
    return { ...row, rank: r.tied ? 1 : i + 1, score: r.score, chance: r.chance, why };
  });
  for (const o of onFront.filter((o) => lacks(o).length > 0)) {
    const words = lacks(o).map((a) => {
      const [, w] = weightsOf(need).find(([b]) => a === b)!;
      return `${a === "quality" ? need.metric ?? AXES[a] : AXES[a]} is unknown and weighs ${
        Math.round(100 * w)
      } %`;
    });
    rows.push({ ...blank(o, "unranked", need), why: words.join("; ") });
  }
  for (const o of options) {
    const d = front.dominated.get(o.name);
    if (!d) continue;
    const row = blank(o, "dominated", need);
    const unit = row.figures[d.axis]?.unit ?? "";
    const why = dominatedWords(d, {
      axis: d.axis,
      unit,
      metric: need.metric,
      unknown: front.axes.filter((a) => row.figures[a] === null).map((a) =>
        a === "quality" ? need.metric ?? AXES[a] : AXES[a]
      ),
    });
    rows.push({ ...row, dominatedBy: d.by, why });
  }
  return { front, rows, stays: staysOf(ranked, need) };
}

/** A row without a verdict: its option's figures. */
export function blank(option: Option, standing: Standing, need: Need): RecommendationRow {
  const all = Object.keys(AXES) as Axis[];
  const figures = Object.fromEntries(all.map((a) => [a, figureOf(option, a, need)]));
  return {
    option,
    standing,
    rank: null,
    score: null,
    chance: null,
    figures: figures as Record<Axis, Known | null>,
    dominatedBy: null,
    ruledOut: [],
    doubtful: [],
    why: "",
  };
}
