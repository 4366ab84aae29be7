import { printable, significant } from "@kgen/stats";
import { dataset } from "@kgen/tables";
import { KineticsError } from "./errors.ts";
import type { Gpu, Roofline } from "./roofline_types.ts";
import { type WorkOptions, workPerNfe } from "./work_per_nfe.ts";

/** Options of {@link roofline}: the work, and what was measured. */
export interface RooflineOptions extends WorkOptions {
  /** k as measured, s⁻¹ (evaluations a second, a batch as one). */
  k?: number | { value: number };
}

/**
 * The roofline of a model on a card: the most evaluations a second that its arithmetic and its memory
 * allow, which of the two binds, and the fraction that was reached.
 *
 *     ceiling = min(peak FLOP/s ÷ FLOP per NFE, bandwidth ÷ bytes per NFE)
 *
 * Source: S. Williams, A. Waterman, D. Patterson, Commun. ACM 52 (2009) 65. Peaks are the datasheets' (data/gpus):
 * a card at its power cap runs below its boost clock, so 100 % cannot be had.
 *
 * @param gpu "H100", "H800", "RTX 4090", "RTX 3090", or a card's own limits
 * @throws {KineticsError} an unknown card (the message lists those there are), a k that is not positive
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { roofline } from "@kgen/kinetics";
 *
 * const h100 = roofline("H100", { k: 7.04 }); // 1/0.142 s
 * assert.equal(h100.bound, "compute");
 * assert.ok(h100.fraction! > 0.35 && h100.fraction! < 0.45);
 * console.log(String(h100));
 * ```
 */
export function roofline(gpu: string | Gpu, options: RooflineOptions = {}): Roofline {
  const card = typeof gpu === "string" ? find(gpu) : gpu;
  const work = workPerNfe(options);
  const measured = options.k === undefined
    ? null
    : typeof options.k === "number"
    ? options.k
    : options.k.value;
  if (measured !== null && !(measured > 0 && measured < Infinity)) {
    throw new KineticsError("argument", `k must be a positive number of s⁻¹; got ${measured}.`);
  }
  const peak = card.bf16_tflops * 1e12, bandwidth = card.bandwidth_gbs * 1e9;
  const ceilings = { compute: peak / work.flop, bandwidth: bandwidth / work.bytes };
  const bound = ceilings.compute <= ceilings.bandwidth ? "compute" : "bandwidth";
  const ceiling = ceilings[bound];
  const fraction = measured === null ? null : measured / ceiling;
  const notes: string[] = [];
  if (fraction !== null && fraction > 1) {
    notes.push(
      "More than the ceiling: another window, precision, model, size or card was measured.",
    );
  }
  const result: Roofline = {
    name: "roofline",
    gpu: { gpu: card.gpu, bf16_tflops: card.bf16_tflops, bandwidth_gbs: card.bandwidth_gbs },
    work,
    intensity: work.flop / work.bytes,
    ridge: peak / bandwidth,
    bound,
    ceiling,
    ceilings,
    measured,
    fraction,
    achieved_tflops: measured === null ? null : measured * work.flop / 1e12,
    roof: Array.from({ length: 101 }, (_, i) => {
      const intensity = 10 ** (i / 20);
      return { intensity, tflops: Math.min(peak, intensity * bandwidth) / 1e12 };
    }),
    verdict: verdict(card, ceiling, bound, fraction),
    notes,
  };
  return printable(result, text);
}

function find(name: string): Gpu {
  const cards = dataset("gpus");
  const card = cards.find((c) => c.gpu.toLowerCase() === name.trim().toLowerCase());
  if (card) return card;
  throw new KineticsError(
    "argument",
    `There is no card "${name}" in data/gpus. There are: ${cards.map((c) => c.gpu).join(", ")}. ` +
      `Or give its limits: { gpu, bf16_tflops, bandwidth_gbs }.`,
  );
}

function verdict(card: Gpu, ceiling: number, bound: string, fraction: number | null): string {
  const limit = `${card.gpu}: at most ${significant(ceiling, 3)} evaluations a second, set by ${
    bound === "compute" ? "its arithmetic" : "its memory bandwidth"
  }.`;
  if (fraction === null) return limit;
  return `${limit} ${significant(100 * fraction, 3)} % of it was reached.`;
}

function text(r: Roofline): string {
  const { work } = r;
  return [
    r.verdict,
    `  ${work.model}, ${work.tokens.image} + ${work.tokens.text} tokens, batch ${work.batch}: ` +
    `${significant(work.flop / 1e12)} TFLOP and ${
      significant(work.bytes / 1e9)
    } GB an evaluation, ` +
    `${significant(r.intensity)} FLOP a byte (the card turns at ${significant(r.ridge, 3)})`,
    ...work.parts.map((p) => `  ${significant(p.flop / 1e12, 3)} TFLOP  ${p.part}`),
    `  ceilings: arithmetic ${significant(r.ceilings.compute)} s⁻¹, memory ${
      significant(r.ceilings.bandwidth)
    } s⁻¹` + (r.measured === null ? "" : `; measured ${significant(r.measured)} s⁻¹`),
    ...r.notes,
  ].join("\n");
}
