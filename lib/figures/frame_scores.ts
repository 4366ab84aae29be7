import { isOwnReference } from "@kgen/kinetics";
import { FigureError } from "./figure.ts";
import type { MetricWords } from "./metric_words.ts";

/** The part of a FrameRow that says how good a frame is. */
export interface FrameScore {
  step: number;
  metric: string;
  /** null and NaN: the frame has no score. */
  value: number | null;
  run?: string;
  /** What it was scored against, such as "last frame". */
  reference?: string | null;
}

/** What stands under a frame for one metric. */
export interface ScoreLine {
  value: number | null;
  /** The frame was scored against itself. */
  own: boolean;
  /** No other frame, its own reference left out, scores better. */
  best: boolean;
}

/** The scores of one metric by step. */
export interface ScoredSteps extends MetricWords {
  lines: Map<number, ScoreLine>;
}

/**
 * Sorts the scores of one run by metric and step, and marks the best of each metric. The frame that is its own
 * reference is best by construction and never marked. A direction that nobody gave follows from that frame, which
 * no other can better: its psnr is infinite, its rmse 0.
 */
export function scoresByStep(rows: readonly FrameScore[], metrics: MetricWords[]): ScoredSteps[] {
  return metrics.map((m) => {
    const mine = rows.filter((r) => r.metric === m.name);
    if (mine.length === 0) {
      const there = [...new Set(rows.map((r) => r.metric))].join(", ") || "none at all";
      throw new FigureError(`There are no scores of the metric "${m.name}"; there are ${there}.`);
    }
    const lines = new Map<number, ScoreLine>();
    const last = Math.max(...mine.map((r) => r.step));
    for (const { step, value, reference } of mine) {
      if (lines.has(step)) {
        throw new FigureError(
          `Step ${step} has two scores of ${m.name}. Keep one run and one reference.`,
        );
      }
      const scored = typeof value === "number" && !Number.isNaN(value);
      const own = step === last && isOwnReference(reference ?? "");
      lines.set(step, { value: scored ? value : null, own, best: false });
    }
    const direction = m.direction ?? inferred([...lines.values()]);
    const open = [...lines.values()].filter((l) => !l.own && l.value !== null);
    if (direction && open.length > 1) {
      const values = open.map((l) => l.value!);
      const top = direction === "higher" ? Math.max(...values) : Math.min(...values);
      open.forEach((l) => l.best = l.value === top);
    }
    return { ...m, direction, lines };
  });
}

function inferred(lines: ScoreLine[]): MetricWords["direction"] {
  const own = lines.find((l) => l.own)?.value;
  const others = lines.filter((l) => !l.own && l.value !== null).map((l) => l.value!);
  if (own === undefined || own === null || others.length === 0) return null;
  if (others.every((v) => v < own)) return "higher";
  return others.every((v) => v > own) ? "lower" : null;
}
