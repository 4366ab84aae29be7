import type { Metric } from "./metric.ts";
import type { Picture } from "./picture.ts";

/**
 * The value of a metric for a picture, whichever way the metric is computed: against the reference when
 * it wants one, without when it does not, waiting for those that answer later.
 *
 * @throws {TypeError} when the metric is not computed here, or wants a reference and has none
 *
 * @example
 * ```ts
 * import { metric, scorePicture } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const grey = (v: number) => ({ width: 4, height: 4, channels: 1 as const, data: new Uint8Array(16).fill(v) });
 * assert.equal(await scorePicture(metric("rmse"), grey(0), grey(51)), 0.2);
 * assert.equal(await scorePicture(metric("noise"), grey(7)), 0);
 * ```
 */
export async function scorePicture(
  metric: Metric,
  picture: Picture,
  reference?: Picture | null,
): Promise<number> {
  if (metric.measure) return metric.measure(picture);
  const compare = metric.compare ?? metric.compareAsync;
  if (!compare) {
    throw new TypeError(
      `"${metric.name}" is not computed here (${metric.tool} does it). Import its values instead.`,
    );
  }
  if (!reference) throw new TypeError(`"${metric.name}" needs a reference picture.`);
  return await compare(picture, reference);
}
