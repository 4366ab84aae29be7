import { significant } from "@kgen/stats";
import type { Dominated } from "./pareto.ts";
import { AXES } from "./recommend_axes.ts";
import { knownText } from "./recommend_number.ts";
import type { Axis, Known, Need, RecommendationRow, Standing, Stays } from "./recommend_types.ts";
import type { Ranked } from "./recommend_weights.ts";

/** Standings with their Chinese. */
export const STANDINGS: Record<Standing, string> = {
  first: "first 首选",
  tied: "tied 并列",
  front: "front 前沿",
  dominated: "dominated 被支配",
  unranked: "not ranked 无法排名",
  "ruled out": "ruled out 排除",
};

/** "14 %"; what is nearly none or nearly all says so. */
export function percent(p: number): string {
  if (p < 0.001) return "< 0.1 %";
  if (p > 0.999) return "> 99.9 %";
  return `${(100 * p).toFixed(p < 0.1 || p > 0.99 ? 1 : 0)} %`;
}

/** Why an option stands where it does on the front, with the figures that weigh. */
export function rankWords(r: Ranked, figures: string, many: boolean): string {
  if (!many) return `${figures}: nothing else is left`;
  const chance = `chance to be first ${percent(r.chance)}`;
  if (r.behind === null) return `${figures}: the highest score; ${chance}`;
  const { of, ln, ci } = r.behind;
  const less = (v: number) => percent(1 - Math.exp(v));
  if (r.tied) {
    return `${figures}: score ${
      less(ln)
    } below that of ${of}, but the interval of the difference covers ` +
      `0, as for all above it; ${chance}`;
  }
  return `${figures}: nothing is better in everything, but the score is ${
    less(ln)
  } below that of ${of} ` +
    `(${less(ci[1])} to ${less(ci[0])}); ${chance}`;
}

/** "8.75 s, FID 12.6 (claimed)" for the axes that weigh. */
export function figuresText(
  figures: Record<Axis, Known | null>,
  axes: Axis[],
  metric?: string,
): string {
  return axes.map((axis) => {
    const k = figures[axis]!;
    const name = axis === "quality" ? `${metric} ` : axis === "latency" ? "latency " : "";
    const after = axis === "time" ? " a picture" : "";
    const claimed = k.kind === "claimed" ? " (claimed)" : "";
    return `${name}${significant(k.value, 3)}${
      k.unit === "" ? "" : ` ${k.unit}`
    }${after}${claimed}`;
  }).join(", ");
}

/** Why an option is dominated. */
export function dominatedWords(
  d: Dominated,
  { axis, unit, metric, unknown }: {
    axis: Axis;
    unit: string;
    metric?: string;
    /** What is not known of it. */
    unknown: string[];
  },
): string {
  const { difference, ci, how, pairs } = d.difference;
  const by = [difference, ...ci ?? []].map((v) => significant(Math.abs(v), 3));
  const ends = ci
    ? ` (${by.slice(1).sort((a, b) => Number(a) - Number(b)).join(" to ")}${
      how === "paired" ? `, ${pairs} pairs` : ""
    })`
    : "";
  const name = axis === "quality" ? metric : AXES[axis];
  const lacks = unknown.length === 0
    ? ""
    : `; its own ${unknown.join(" and ")} is unknown, and counts as no better`;
  return `${d.by} is no worse in anything, and better in ${name} by ${by[0]}${
    unit === "" ? "" : ` ${unit}`
  }${ends}${lacks}`;
}

/** How far the answer depends on the weights. */
export function staysWords(s: Stays, first: string): string {
  const ends: string[] = [];
  if (s.below) ends.push(`below ${percent(s.from)} ${s.below} is first`);
  if (s.above) ends.push(`above ${percent(s.to)} ${s.above} is`);
  const now = `${capital(AXES[s.axis])} weighs ${percent(s.weight)}`;
  return ends.length === 0
    ? `${first} is first whatever ${AXES[s.axis]} weighs.`
    : `${now}: ${first} is first; ${ends.join("; ")}.`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What was asked, in words. */
export function needWords(need: Need): string {
  const limits = [
    need.task && `task ${need.task}`,
    need.languages && `languages ${need.languages.join(", ")}`,
    need.cards && `cards ${need.cards.join(", ")}`,
    need.memory_gib !== undefined && `memory ≤ ${need.memory_gib} GiB`,
    need.latency_s !== undefined && `latency ≤ ${need.latency_s} s`,
    need.budget !== undefined && `budget ≤ ${need.budget} ${need.currency ?? "money"} a picture`,
    need.quality !== undefined && `${need.metric} no worse than ${need.quality}`,
    need.published && "public weights",
    `numbers: ${need.trust ?? "not refuted"}`,
  ].filter((w) => w);
  const weights = Object.entries(need.weights).filter(([, w]) => w > 0)
    .map(([a, w]) => `${AXES[a as Axis]} ${+w.toFixed(3)}`);
  const use = need.use ? `${need.use}${need.use_zh ? ` ${need.use_zh}` : ""}. ` : "";
  return `Recommendation 推荐: ${use}Hard constraints 硬约束: ${limits.join(", ")}. ` +
    `Weights 权重: ${weights.join(", ")}.`;
}

/** The row as it is shown. */
export function tableRow(r: RecommendationRow, need: Need): Record<string, string | number | null> {
  const f = r.figures;
  const claimed = (k: Known | null, text: string) =>
    k?.kind === "claimed" ? `${text} claimed` : text;
  return {
    rank: r.rank === null ? "" : `${r.rank}`,
    option: r.option.name,
    standing: STANDINGS[r.standing],
    "s a picture": knownText(f.time),
    [need.metric ?? "quality"]: claimed(f.quality, knownText(f.quality)),
    "GiB": f.memory === null ? "–" : significant(f.memory.value, 3),
    ...(need.prices ? { [`${need.currency ?? "money"} a 1000`]: knownText(f.cost) } : {}),
    "chance to be first": r.chance === null ? "" : percent(r.chance),
    why: r.why,
  };
}
