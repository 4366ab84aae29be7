import { KineticsError } from "./errors.ts";
import { gib, given, meanOf, peakOf } from "./options_known.ts";
import { variantFacts } from "./options_variants.ts";
import type { Option, Quality } from "./recommend_types.ts";

/** The part of a Run that an option reads; a Run of `@kgen/capture` passes as it is. */
export interface OptionRun {
  id?: string;
  variant: string;
  steps: number;
  cfg: number;
  nfe: number;
  width: number;
  height: number;
  batch: number;
  sampler: string;
  start?: "cold" | "warm";
  times: { submitted?: number; success?: number | null };
  telemetry?: { max_memory_mib: number | null } | null;
}

/** What the Runs themselves do not tell. */
export interface OptionAbout {
  name: string;
  /** "H100", "this computer" */
  card: string;
  /** Measured on the pictures, with its error; left out, it is unknown. */
  quality?: {
    metric: string;
    direction: "lower" | "higher";
    value: number;
    se: number;
    df: number;
    source: string;
  };
  precision?: string;
  change?: string;
  tasks?: readonly string[];
  languages?: readonly string[];
  languagesSource?: string;
  /** Which Runs ran interleaved: Runs with the same word are a pair. Runs without are compared as they are. */
  block?: (run: OptionRun, i: number) => string;
}

/**
 * An option from your own Runs of one setting: seconds from submission to success with the scatter of the Runs, the peak
 * of memory where telemetry has it, and a quality if you measured one. Cold Runs are left out where there are warm ones.
 *
 * @throws {KineticsError} no Runs, Runs of different settings, Runs that did not finish
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { optionOfRuns } from "@kgen/kinetics";
 *
 * const run = { variant: "turbo", steps: 8, cfg: 1, nfe: 8, width: 96, height: 96, batch: 1, sampler: "euler" };
 * const runs = [0.5, 0.6, 0.7].map((success) => ({ ...run, times: { submitted: 0, success } }));
 * const option = optionOfRuns(runs, { name: "small model", card: "this computer" });
 * assert.equal(option.seconds!.value.toFixed(2), "0.60");
 * assert.equal(option.memory, null); // nothing recorded it
 * ```
 */
export function optionOfRuns(runs: readonly OptionRun[], about: OptionAbout): Option {
  if (runs.length === 0) throw new KineticsError("argument", "An option needs at least one Run.");
  const warm = runs.filter((r) => r.start !== "cold");
  const used = warm.length > 0 ? warm : runs;
  const [first] = used;
  for (const key of ["variant", "steps", "cfg", "width", "height", "batch", "sampler"] as const) {
    const other = used.find((r) => r[key] !== first[key]);
    if (!other) continue;
    throw new KineticsError(
      "argument",
      `An option is one setting, and these Runs have ${key} ${first[key]} and ${other[key]}. ` +
        `Make an option of each.`,
    );
  }
  const source = `${about.card}, ${used.length} ${used.length === 1 ? "run" : "runs"}`;
  const variant = first.variant.charAt(0).toUpperCase() + first.variant.slice(1);
  const facts = variantFacts(variant);
  const peaks = used.map((r) => r.telemetry?.max_memory_mib ?? null);
  const known = peaks.every((p) => p !== null);
  return {
    name: about.name,
    variant,
    card: about.card,
    tasks: about.tasks ?? facts?.tasks ?? [],
    languages: about.languages ?? facts?.languages ?? [],
    languagesSource: about.languagesSource ?? facts?.languagesSource ?? "not said",
    published: true,
    steps: first.steps,
    nfe: first.nfe,
    cfg: first.cfg,
    width: first.width,
    height: first.height,
    precision: about.precision ?? null,
    sampler: first.sampler,
    change: about.change ?? "none",
    batch: first.batch,
    seconds: meanOf(used.map((r, i) => ({ value: secondsOf(r), block: about.block?.(r, i) })), {
      unit: "s",
      source,
    }),
    memory: known ? peakOf(peaks.map((p) => ({ value: gib(p!) })), { unit: "GiB", source }) : null,
    quality: about.quality ? qualityOf(about.quality) : null,
    source: "own runs",
    doubts: [],
  };
}

function qualityOf(q: NonNullable<OptionAbout["quality"]>): Quality {
  const known = given(q.value, q.se, q.df, { unit: "", source: q.source });
  return { ...known, metric: q.metric, direction: q.direction };
}

function secondsOf(run: OptionRun): number {
  const { submitted = 0, success } = run.times;
  const seconds = (success ?? NaN) - submitted;
  if (seconds > 0 && seconds < Infinity) return seconds;
  throw new KineticsError(
    "no time",
    `Run ${run.id ?? ""}: its time is ${seconds} s. Leave out runs that did not finish.`,
  );
}
