import { KineticsError } from "./errors.ts";
import type { Need, Option } from "./recommend_types.ts";

/** The metric in which the options have their quality, where that is clear. */
export function metricOf(options: readonly Option[], need: Need): string | undefined {
  const metrics = [...new Set(options.flatMap((o) => o.quality ? [o.quality.metric] : []))];
  if (metrics.length < 2) return metrics[0];
  const asks = need.quality !== undefined || (need.weights.quality ?? 0) > 0;
  if (!asks) return undefined;
  throw new KineticsError(
    "argument",
    `Quality is in ${metrics.join(" and ")}, which cannot be compared. Say which: metric: "${
      metrics[0]
    }".`,
  );
}

/** Refuses options that cannot be compared. */
export function checkOptions(options: readonly Option[], need: Need): void {
  for (const [card, price] of Object.entries(need.prices ?? {})) {
    if (price > 0 && price < Infinity) continue;
    throw new KineticsError("argument", `The price of an ${card} is ${price}; it must be above 0.`);
  }
  if (options.length === 0) {
    throw new KineticsError("argument", "There are no options to choose from.");
  }
  const names = options.map((o) => o.name);
  const twice = names.find((n, i) => names.indexOf(n) !== i);
  if (twice !== undefined) {
    throw new KineticsError(
      "argument",
      `Two options are called "${twice}". Give each its own name.`,
    );
  }
  for (const o of options) {
    for (const k of [o.seconds, o.memory, o.quality]) {
      if (k === null || k.value > 0 && k.value < Infinity) continue;
      throw new KineticsError(
        "argument",
        `Option "${o.name}" has ${k.value} ${k.unit}: numbers must be above 0, and unknown ones null.`,
      );
    }
  }
}
