import type { Treatment, Treatments } from "@kgen/kinetics";
import { type Figure, FigureError } from "./figure.ts";
import { type Key, layOut } from "./layout.ts";
import { notes } from "./metric_words.ts";
import { fixed, significant } from "./number_text.ts";
import { COLOURS, FAINT } from "./style.ts";
import { drawForest, type ForestRow } from "./treatments_panel.ts";

/** Settings of {@linkcode treatmentsFigure}. */
export interface TreatmentsFigureOptions {
  title?: string;
  /** What is recorded and what is synthetic. */
  note?: string | readonly string[];
}

/**
 * Forest plot of treatments: the ratio of k with and without each of them, its interval, and a line at 1 where nothing changes. A pale band
 * spans what the design could not see. Where pictures were scored the change of quality stands beside it, as Hedges' g
 * with its interval, turned so that right is better. Shape and colour say the same: filled to the right of 1 is faster, filled
 * to the left slower, hollow is not decided.
 *
 * @param t what `treatments` of @kgen/kinetics gave
 * @throws {FigureError} no treatment that was tested
 *
 * @example
 * ```ts
 * import { treatmentsFigure } from "@kgen/figures";
 * import { treatments, treatmentsIn } from "@kgen/kinetics";
 * import { dataset } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * const samplers = treatmentsIn(dataset("h100-kit/runs"), { group: "sampler", control: "res_multistep" });
 * assert.match(treatmentsFigure(treatments(samplers)).alt, /euler against res_multistep: \+12\.1 %/);
 * ```
 */
export function treatmentsFigure(t: Treatments, options: TreatmentsFigureOptions = {}): Figure {
  const tested = t.all.filter((x) => x.test !== null);
  if (tested.length === 0) {
    throw new FigureError("None of the treatments was tested: there are no ratios to draw.");
  }
  const rows = tested.map(rowOf), scored = rows.some((r) => r.quality !== null);
  const percent = `${significant(100 * t.level)} %`;
  const has = (state: ForestRow["state"], quality: string) =>
    rows.some((r) => r.state === state || r.quality?.state === quality);
  const legend: Key[] = [
    ...has("faster", "better")
      ? [{ mark: "dot", colour: COLOURS.blue, text: scored ? "faster, better" : "faster" } as Key]
      : [],
    ...has("slower", "worse")
      ? [
        {
          mark: "dot",
          colour: COLOURS.vermilion,
          text: scored ? "slower, worse" : "slower",
        } as Key,
      ]
      : [],
    ...has("open", "open")
      ? [{ mark: "hollow", colour: FAINT, text: "no effect seen, or undecided" } as Key]
      : [],
    { mark: "line", colour: FAINT, text: `${percent} interval` },
    { mark: "faint", colour: FAINT, text: "too small for this design to see" },
  ];
  const skipped = t.all.filter((x) => x.test === null);
  const names = {
    holm: "Holm",
    "benjamini-hochberg": "Benjamini-Hochberg",
    bonferroni: "Bonferroni",
    none: "none",
  };
  const caption = [
    `Filled where p is below ${
      significant(1 - t.level)
    } after correction for ${t.comparisons} comparison${t.comparisons === 1 ? "" : "s"} (${
      names[t.adjustment]
    }). Intervals are of each comparison alone.`,
    scored ? "" : "Quality: no pictures to score in these data.",
    skipped.length > 0
      ? `Not tested: ${skipped.map((x) => `${x.treatment} (${x.notes.join(" ")})`).join(" ")}`
      : "",
    ...notes(options.note),
  ].filter((text) => text !== "");
  const title = options.title ?? "Catalysts and inhibitors: what each treatment does to k";
  const subtitle = "k with the treatment over k without it; 1 is no change";
  const told = rows.map((r) => {
    const q = r.quality;
    return `${r.name} against ${r.control}: ${r.text}, ${r.kind}` +
      (q === null
        ? ""
        : `; quality g = ${significant(q.g, 2)} (${significant(q.lo, 2)} to ${
          significant(q.hi, 2)
        })`);
  });
  return layOut({
    title,
    subtitle,
    alt: `${title}. Forest plot. ${told.join(". ")}. ${caption.join(" ")}`,
    legend,
    panels: drawForest(rows, scored),
    caption,
  });
}

function rowOf(t: Treatment): ForestRow {
  const decided = t.adjusted < 1 - t.level, q = t.quality;
  const sign = q?.direction === "lower" ? -1 : 1;
  const ends = q && q.test.effect.gCi.map((v) => sign * v).sort((a, b) => a - b);
  const part = (ratio: number) => {
    const value = 100 * (ratio - 1);
    return `${value > 0 ? "+" : ""}${fixed(value, 1)}`;
  };
  return {
    factor: t.factor,
    name: t.treatment,
    control: t.control,
    kind: t.kind,
    state: !decided ? "open" : t.ratio.value > 1 ? "faster" : "slower",
    ratio: t.ratio.value,
    lo: t.ratio.ci[0],
    hi: t.ratio.ci[1],
    unseen: t.smallestSeen,
    text: `${part(t.ratio.value)} % (${part(t.ratio.ci[0])} to ${part(t.ratio.ci[1])})`,
    quality: q === null || !Number.isFinite(q.test.effect.g) ? null : {
      g: sign * q.test.effect.g,
      lo: ends![0],
      hi: ends![1],
      state: q.verdict === "better" || q.verdict === "worse" ? q.verdict : "open",
      text: q.verdict,
    },
  };
}
