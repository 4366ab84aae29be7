import { scaled } from "./options_known.ts";
import type { Axis, Known, Need, Option } from "./recommend_types.ts";

/** Axes with their words. */
export const AXES: Record<Axis, string> = {
  time: "time a picture",
  latency: "latency",
  quality: "quality",
  memory: "memory",
  cost: "cost",
};

/**
 * What an option has on an axis; null: unknown. Time and cost are those of a picture (cost of a thousand), latency that of a job.
 *
 * @param need metric of quality and prices; needed for those two axes
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { benchmarkOptions, figureOf } from "@kgen/kinetics";
 *
 * const four = benchmarkOptions("h100-kit").find((o) => o.name === "Turbo, H100, batch 4")!;
 * assert.equal(figureOf(four, "latency")!.value, 4 * figureOf(four, "time")!.value);
 * assert.equal(figureOf(four, "cost"), null); // no price
 * ```
 */
export function figureOf(
  o: Option,
  axis: Axis,
  need: Pick<Need, "metric" | "prices" | "currency"> = {},
): Known | null {
  if (axis === "latency") return o.seconds;
  if (axis === "memory") return o.memory;
  if (axis === "quality") return o.quality?.metric === need.metric ? o.quality : null;
  if (o.seconds === null) return null;
  if (axis === "time") return scaled(o.seconds, 1 / o.batch, "s");
  const price = need.prices?.[o.card];
  if (price === undefined) return null;
  // Price an hour over pictures an hour, for a thousand pictures.
  return scaled(o.seconds, 1000 * price / 3600 / o.batch, `${need.currency ?? "money"} a 1000`);
}

/** Whether more is better: only a quality can be so. */
export function higherIsBetter(axis: Axis, options: readonly Option[], need: Need): boolean {
  if (axis !== "quality") return false;
  return options.find((o) => o.quality?.metric === need.metric)?.quality?.direction === "higher";
}
