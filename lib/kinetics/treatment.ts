import { type MeanTest, pairedTest, printable, twoGroupTest } from "@kgen/stats";
import { KineticsError } from "./errors.ts";
import { barrierChange } from "./treatment_barrier.ts";
import { checkRates, pairsOf } from "./treatment_pairs.ts";
import type { QualityChange, TreatedRun, Treatment, TreatmentOptions } from "./treatment_types.ts";
import { judged } from "./treatments.ts";
import { treatmentWords } from "./treatment_words.ts";

/**
 * Is a treatment a catalyst? Compares runs with it and without it:
 *
 * - **k**: the ratio with its interval, from a t test on ln k, with a permutation test beside it (exact for few runs), the effect size d_z
 *   with its interval and Hedges' correction, and the smallest change this design could see.
 * - **barrier**: the change of Ea/R, where the temperatures could show it; else why not.
 * - **quality**: the paired difference of a score, where runs have one.
 *
 * A catalyst (催化剂) speeds a reaction up and leaves its product alone, which takes a margin to show; an inhibitor (抑制剂) slows it down. Show several with
 * {@link treatments}, which corrects for their number: a single p of 0.04 among twenty is what chance gives.
 *
 * @param name what was done, such as "LoRA rank 32"
 * @param control runs without it; @param treated runs with it
 * @throws {KineticsError} fewer than 2 pairs, a pair twice, a k that is not above 0
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { treatment } from "@kgen/kinetics";
 *
 * // Made up: eight pairs, a fifth faster.
 * const runs = (factor: number) => [7.0, 6.9, 7.1, 7.0, 6.8, 7.2, 7.1, 6.9].map((k, pair) => (
 *   { pair, k: factor * k * (1 + 0.01 * Math.sin(9 * pair * factor)), quality: 0.8 + 0.01 * Math.cos(5 * pair * factor) }
 * ));
 * const t = treatment("compiled", runs(1), runs(1.2), { quality: { name: "ssim", direction: "higher", margin: 0.02 } });
 * assert.equal(t.kind, "catalyst");
 * assert.ok(t.ratio.ci[0] < 1.2 && 1.2 < t.ratio.ci[1]);
 * assert.equal(t.barrier.testable, false); // no temperatures
 * ```
 */
export function treatment(
  name: string,
  control: readonly TreatedRun[],
  treated: readonly TreatedRun[],
  options: TreatmentOptions = {},
): Treatment {
  const { design = "paired", level = 0.95, barrier = 1200 } = options;
  if (design !== "paired" && design !== "blocks") {
    throw new KineticsError("argument", `design must be "paired" or "blocks"; got "${design}".`);
  }
  checkRates(`Control of ${name}`, control);
  checkRates(name, treated);
  if (design === "blocks" && Math.min(control.length, treated.length) < 2) {
    throw new KineticsError(
      "too few points",
      `${name}: ${control.length} runs without and ${treated.length} with; each needs 2.`,
    );
  }
  const { without, with_, leftOut } = design === "paired"
    ? pairsOf(name, control, treated)
    : { without: [...control], with_: [...treated], leftOut: 0 };
  const compare = design === "paired" ? pairedTest : twoGroupTest;
  const log = (runs: TreatedRun[]) => runs.map((r) => Math.log(r.k));
  const test = compare(log(without), log(with_), { level });
  const mean = (runs: TreatedRun[]) => Math.exp(log(runs).reduce((s, v) => s + v, 0) / runs.length);
  const notes = [
    ...(options.notes ?? []).filter((note) => note !== ""),
    ...design === "blocks"
      ? ["Measured in blocks, not in turn: drift between the blocks is in the ratio."]
      : [],
    ...leftOut > 0
      ? [`Left out for want of a partner: ${leftOut} run${leftOut === 1 ? "" : "s"}.`]
      : [],
  ];
  const result: Treatment = {
    name: "treatment",
    treatment: name,
    factor: options.factor ?? name,
    control: options.control ?? "control",
    rate: options.rate ?? "kNfe, sampling window (s⁻¹)",
    kind: "no effect seen",
    design,
    n: design === "paired" ? without.length : [without.length, with_.length],
    leftOut,
    kControl: mean(without),
    kTreated: mean(with_),
    ratio: {
      value: Math.exp(test.difference),
      ci: [Math.exp(test.ci[0]), Math.exp(test.ci[1])],
    },
    test,
    smallestSeen: Math.expm1(test.smallestSeen),
    barrier: barrierChange(
      without,
      with_,
      { value: test.difference, se: test.se, ci: test.ci },
      barrier,
      level,
    ),
    quality: qualityChange(without, with_, compare, options, level),
    p: test.p,
    adjusted: test.p,
    level,
    words: "",
    notes,
  };
  return printable(judged(result), (t) => t.words);
}

/** The paired difference of quality, of the pairs in which both have a score. */
function qualityChange(
  without: readonly TreatedRun[],
  with_: readonly TreatedRun[],
  compare: typeof pairedTest,
  { quality, design }: TreatmentOptions,
  level: number,
): QualityChange | null {
  if (!quality) return null;
  const scored = (r: TreatedRun) => r.quality !== null && r.quality !== undefined;
  const keep = design === "blocks" ? [without.filter(scored), with_.filter(scored)] : [
    without.filter((r, i) => scored(r) && scored(with_[i])),
    with_.filter((r, i) => scored(r) && scored(without[i])),
  ];
  if (Math.min(keep[0].length, keep[1].length) < 2) return null;
  const [a, b] = keep.map((runs) => runs.map((r) => r.quality!));
  const test: MeanTest = compare(a, b, { level });
  return { ...quality, test, verdict: "no change seen", p: test.p, adjusted: test.p };
}

/** A treatment that these data cannot test, with the reason: it belongs in the table all the same. */
export function notTested(name: string, factor: string, why: string): Treatment {
  const nothing = { value: NaN, ci: [NaN, NaN] as [number, number] };
  const result: Treatment = {
    name: "treatment",
    treatment: name,
    factor,
    control: "",
    rate: "",
    kind: "not tested",
    design: "paired",
    n: 0,
    leftOut: 0,
    kControl: NaN,
    kTreated: NaN,
    ratio: nothing,
    test: null,
    smallestSeen: NaN,
    barrier: {
      testable: false,
      change: null,
      p: null,
      smallestSeen: null,
      ifAllBarrier: null,
      words: "",
    },
    quality: null,
    p: NaN,
    adjusted: NaN,
    level: 0.95,
    words: "",
    notes: [why],
  };
  result.words = treatmentWords(result);
  return printable(result, (t) => t.words);
}
