import { mse, psnr, rmse } from "./error_metrics.ts";
import { UnknownMetricError } from "./errors.ts";
import type { Picture } from "./picture.ts";
import { ssim } from "./ssim.ts";

/** What a quality metric is: what every table, figure and completeness needs to know of it. */
export interface Metric {
  /** Short lower-case name, the `metric` column of a table. */
  name: string;
  /** Which way is better. */
  direction: "higher" | "lower";
  /** Lowest and highest value it can take. */
  range: [lo: number, hi: number];
  /** Whether it compares with a reference picture. */
  reference: boolean;
  /** Unit for column heads and axes, "" when it has none. */
  unit: string;
  /** Scores picture `a` against the reference `b`. */
  compare(a: Picture, b: Picture): number;
}

const metrics: Record<string, Metric> = {
  rmse: entry("rmse", "lower", [0, 1], "", rmse),
  psnr: entry("psnr", "higher", [0, Infinity], "dB", psnr),
  ssim: entry("ssim", "higher", [-1, 1], "", (a, b) => ssim(a, b)),
  mse: entry("mse", "lower", [0, 1], "", mse),
};

function entry(
  name: string,
  direction: Metric["direction"],
  range: Metric["range"],
  unit: string,
  compare: Metric["compare"],
): Metric {
  return { name, direction, range, reference: true, unit, compare };
}

/**
 * The metric of that name: its direction, range, unit and how to compute it.
 *
 * @throws {UnknownMetricError} listing the names there are
 *
 * @example
 * ```ts
 * import { metric } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * assert.equal(metric("psnr").unit, "dB");
 * assert.equal(metric("rmse").direction, "lower");
 * ```
 */
export function metric(name: string): Metric {
  if (!Object.hasOwn(metrics, name)) throw new UnknownMetricError(name, metricNames());
  return metrics[name];
}

/**
 * The names that {@linkcode metric} knows.
 *
 * @example
 * ```ts
 * import { metricNames } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * assert.ok(metricNames().includes("ssim"));
 * ```
 */
export function metricNames(): string[] {
  return Object.keys(metrics);
}
