import { FigureError } from "./figure.ts";

/** What a figure must know of a metric: a `Metric` of @kgen/quality is one. */
export interface MetricWords {
  /** As in the column `metric` of the scores. */
  name: string;
  label?: string;
  unit?: string;
  /** Which way is better; null where nobody has said. */
  direction?: "higher" | "lower" | null;
}

/** "higher is better", or that it is not known. */
export function directionText(direction: MetricWords["direction"]): string {
  return direction ? `${direction} is better` : "which way is better is not known";
}

/** Names become metrics about which nothing more is known. */
export function metricWords(metrics: readonly (string | MetricWords)[]): MetricWords[] {
  const words = metrics.map((m) => typeof m === "string" ? { name: m } : m);
  words.forEach((m, i) => {
    if (typeof m.name !== "string" || m.name === "") {
      throw new FigureError(`metrics: entry ${i + 1} has no name. Give "psnr", or metric("psnr").`);
    }
    if (words.findIndex((o) => o.name === m.name) < i) {
      throw new FigureError(`metrics: "${m.name}" stands twice.`);
    }
  });
  return words;
}

/** Paragraphs of the option `note`: what is recorded, what is synthetic. */
export function notes(note: string | readonly string[] | undefined): string[] {
  return [note ?? []].flat().filter((n) => n.trim() !== "");
}
