import { h100Options } from "./options_h100.ts";
import { seedOptions } from "./options_seed.ts";
import { significant } from "@kgen/stats";
import { knownText } from "./recommend_number.ts";
import type { Option } from "./recommend_types.ts";

/** Where options of the kit's data come from. */
export type OptionSource = "seed" | "h100-kit" | "h100";

/**
 * Options from the kit's data, the rows of a benchmark table. "seed": the document's table, claimed. "h100-kit" and "h100": the
 * recordings on an H100, measured (random weights: times and memory are real, and FID is the document's claim for the same
 * setting or unknown). A number without a spread gets that of single jobs on the H100, and says so.
 *
 * @param sources seed and h100-kit unless given
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { benchmarkOptions } from "@kgen/kinetics";
 *
 * const options = benchmarkOptions();
 * assert.equal(options.filter((o) => o.source === "document").length, 5);
 * const fp8 = options.find((o) => o.precision === "fp8_e4m3fn")!;
 * assert.equal(fp8.quality, null); // random weights: nobody knows what fp8 does to the picture
 * ```
 */
export function benchmarkOptions(...sources: OptionSource[]): Option[] {
  const wanted = sources.length > 0 ? sources : ["seed", "h100-kit"] as const;
  return wanted.flatMap((s) => s === "seed" ? seedOptions() : h100Options(s));
}

/**
 * The benchmark table: one row an option, with the provenance of each number; pixels where sizes differ. `prices` adds a column of cost.
 *
 * @param money what an hour of each card costs, in your currency
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { benchmarkOptions, benchmarkTable } from "@kgen/kinetics";
 *
 * const rows = benchmarkTable(benchmarkOptions("seed"), { prices: { H800: 3 }, currency: "€" });
 * assert.equal(rows[0]["€ per 1000"], "0.600"); // 0.72 s · 3 €/h
 * assert.equal(rows[1]["€ per 1000"], "–"); // no price was given for an RTX 4090
 * ```
 */
export function benchmarkTable(
  options: readonly Option[],
  money: { prices?: Record<string, number>; currency?: string } = {},
): Record<string, string | number>[] {
  const oneSize = options.every((o) =>
    o.width === options[0].width && o.height === options[0].height
  );
  return options.map((o) => {
    const price = money.prices?.[o.card];
    const cost = price === undefined || o.seconds === null
      ? "–"
      : significant(1000 * price * o.seconds.value / o.batch / 3600, 3);
    return {
      option: o.name,
      ...(oneSize ? {} : { pixels: `${o.width}×${o.height}` }),
      steps: o.steps ?? "–",
      NFE: o.nfe ?? "–",
      precision: o.precision ?? "not said",
      batch: o.batch,
      "time (s)": knownText(o.seconds),
      "memory (GiB)": o.memory === null ? "–" : significant(o.memory.value, 3),
      quality: o.quality === null ? "unknown" : `${o.quality.metric} ${knownText(o.quality)}`,
      ...(money.prices ? { [`${money.currency ?? "money"} per 1000`]: cost } : {}),
      provenance: provenance(o),
    };
  });
}

/** "time and memory measured, n = 49; FID claimed" */
function provenance(o: Option): string {
  const [time, memory, quality] = [o.seconds, o.memory, o.quality].map((k) => k?.kind ?? "unknown");
  const runs = o.seconds?.n ? `, n = ${o.seconds.n}` : "";
  const refuted = o.doubts.some((d) => d.verdict === "refuted") ? "; refuted" : "";
  const all = time === memory && memory === quality;
  const both = time === memory ? time : `time ${time}, memory ${memory}`;
  const rest = all || quality === "unknown" ? "" : `; ${o.quality!.metric} ${quality}`;
  return `${both}${runs}${rest}${refuted}`;
}
