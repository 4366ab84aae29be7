import { type KnownDifference, knownDifference } from "./options_difference.ts";
import { figureOf, higherIsBetter } from "./recommend_axes.ts";
import type { Axis, Need, Option } from "./recommend_types.ts";

/** Why an option is not on the front. */
export interface Dominated {
  by: string;
  axis: Axis;
  /** Figure of the dominated option less that of the better one. */
  difference: KnownDifference;
}

/** The Pareto front of options. */
export interface ParetoFront {
  axes: readonly Axis[];
  /** Names of what nothing dominates. */
  front: readonly string[];
  /** By name. */
  dominated: ReadonlyMap<string, Dominated>;
  /** By name: options that no axis tells apart from it (every interval of the difference covers 0). */
  ties: ReadonlyMap<string, readonly string[]>;
}

/**
 * The Pareto front 帕累托前沿: what nothing else dominates. A dominates B if A's numbers are no worse than B's on every
 * axis, and on at least one axis A is better by more than the uncertainty (the 95 % interval of the difference does not
 * cover 0). So nobody is thrown out by scatter, and no circle can arise: "no worse in numbers" is an order.
 *
 * An unknown number is never good: it counts as no better than any known one, so it keeps nobody from being dominated by
 * an option that has it; and an option dominates nobody on an axis on which its own number is unknown. An axis of which no option
 * has a number is left out.
 *
 * @param need prices and the metric of quality
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { benchmarkOptions, paretoFront } from "@kgen/kinetics";
 *
 * const { front, dominated } = paretoFront(benchmarkOptions("seed"), ["time", "quality"], { metric: "FID" });
 * assert.deepEqual(front, ["Turbo, H800 (claimed)", "Base, H800 (claimed)", "Edit, H800 (claimed)"]);
 * assert.equal(dominated.get("Base, RTX 4090 (claimed)")!.by, "Base, H800 (claimed)");
 * ```
 */
export function paretoFront(
  options: readonly Option[],
  axes: readonly Axis[],
  need: Omit<Need, "weights"> = {},
): ParetoFront {
  const full: Need = { ...need, weights: {} };
  axes = axes.filter((a) => options.some((o) => figureOf(o, a, full) !== null));
  const up = new Map(axes.map((a) => [a, higherIsBetter(a, options, full)]));
  const figures = options.map((o) => axes.map((a) => figureOf(o, a, full)));
  const compare = (a: number, b: number) => {
    let noWorse = true, sure: { axis: Axis; difference: KnownDifference } | null = null;
    for (let i = 0; i < axes.length && noWorse; i++) {
      const x = figures[a][i], y = figures[b][i];
      // Two unknown numbers cannot be compared; an unknown one is no better than a known one.
      if (x === null) return null;
      if (y === null) continue;
      const difference = knownDifference(y, x);
      const sign = up.get(axes[i]) ? -1 : 1;
      if (sign * (y.value - x.value) < 0 && difference.how !== "one number") noWorse = false;
      if (!difference.tie && sign * difference.difference > 0) {
        sure ??= { axis: axes[i], difference };
      }
    }
    return noWorse && sure ? sure : null;
  };
  const dominators = options.map((_, b) =>
    options.flatMap((o, a) => {
      const found = a === b ? null : compare(a, b);
      return found ? [{ by: o.name, ...found }] : [];
    })
  );
  const front = options.filter((_, b) => dominators[b].length === 0).map((o) => o.name);
  const dominated = new Map<string, Dominated>();
  options.forEach((o, b) => {
    const own = dominators[b].find((d) => front.includes(d.by)) ?? dominators[b][0];
    if (own) dominated.set(o.name, own);
  });
  const alike = (a: number, b: number) =>
    axes.every((_, i) => {
      const x = figures[a][i], y = figures[b][i];
      return x === null || y === null ? x === y : knownDifference(x, y).tie;
    });
  const ties = new Map(options.map((o, a) => [
    o.name,
    options.filter((_, b) => a !== b && alike(a, b)).map((p) => p.name),
  ]));
  return { axes: [...axes], front, dominated, ties };
}
