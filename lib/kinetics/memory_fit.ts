import { printable } from "@kgen/stats";
import { dataset } from "@kgen/tables";
import { KineticsError } from "./errors.ts";
import { COMPONENTS } from "./memory_components.ts";
import { gib } from "./options_known.ts";

/** Precision of the transformer's weights. */
export type WeightPrecision = "bf16" | "fp8";

/** Whether a model fits on a card. */
export interface MemoryFit {
  name: "memoryFit";
  card_gib: number;
  precision: WeightPrecision;
  /** GiB of weights by part. */
  parts: readonly { part: string; gib: number }[];
  /** GiB beside the weights at 1024², batch 1, lowest and highest of the H100 runs. */
  working: [lo: number, hi: number];
  /** GiB with all weights on the card, and with the text encoder gone before sampling. */
  resident: [lo: number, hi: number];
  inTurns: [lo: number, hi: number];
  /** resident: all at once. at the limit: some of the H100 runs took less than the card has, some more. in turns: the text encoder must leave. */
  verdict: "resident" | "at the limit" | "in turns" | "does not fit";
  words: string;
}

/**
 * Whether Z-Image fits on a card of so many GiB: weights by precision (workflows/models.json) and what the H100 runs took beside them.
 * Those ran on a card with room to spare, and ComfyUI keeps what it has room for: their lowest peak is the better guide to what is
 * needed, the highest to what is safe. Where weights must move between card and computer, **what that costs in time is unknown**: no
 * run here was on a small card.
 *
 * @param cardGib a card sold as 16 GB has 16
 * @throws {KineticsError} a size that is not positive
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { memoryFit } from "@kgen/kinetics";
 *
 * assert.equal(memoryFit(16, "bf16").verdict, "in turns"); // 19.3 GiB of weights
 * assert.equal(memoryFit(16, "fp8").verdict, "at the limit");
 * assert.equal(memoryFit(24, "bf16").verdict, "resident");
 * ```
 */
export function memoryFit(cardGib: number, precision: WeightPrecision): MemoryFit {
  if (!(cardGib > 0 && cardGib < Infinity)) {
    throw new KineticsError("argument", `A card has a positive number of GiB; got ${cardGib}.`);
  }
  const parts = COMPONENTS.map(({ part, bytes }) => ({ part, gib: bytes[precision] / 2 ** 30 }));
  const weights = parts.reduce((s, p) => s + p.gib, 0);
  const encoder = parts.find((p) => p.part === "text encoder")!.gib;
  const working = workingMemory(precision, weights);
  const more = (w: number): [number, number] => [w + working[0], w + working[1]];
  const resident = more(weights), inTurns = more(weights - encoder);
  const verdict = resident[1] <= cardGib
    ? "resident"
    : resident[0] <= cardGib
    ? "at the limit"
    : inTurns[1] <= cardGib
    ? "in turns"
    : "does not fit";
  const result: MemoryFit = {
    name: "memoryFit",
    card_gib: cardGib,
    precision,
    parts,
    working,
    resident,
    inTurns,
    verdict,
    words: words(cardGib, precision, verdict, { weights, encoder, working, resident, inTurns }),
  };
  return printable(result, (f) => f.words);
}

/** Cards and precisions as rows of a table. */
export function memoryTable(
  cards: readonly number[] = [16, 24, 80],
): {
  "card (GiB)": number;
  precision: string;
  "weights (GiB)": string;
  "all on the card (GiB)": string;
  "in turns (GiB)": string;
  verdict: string;
}[] {
  const range = ([lo, hi]: [number, number]) => `${lo.toFixed(1)} to ${hi.toFixed(1)}`;
  return cards.flatMap((card) =>
    (["bf16", "fp8"] as const).map((precision) => {
      const f = memoryFit(card, precision);
      return {
        "card (GiB)": card,
        precision,
        "weights (GiB)": f.parts.reduce((s, p) => s + p.gib, 0).toFixed(1),
        "all on the card (GiB)": range(f.resident),
        "in turns (GiB)": range(f.inTurns),
        verdict: f.verdict,
      };
    })
  );
}

/** Peaks of the warm H100 runs of that precision at 1024², batch 1, not compiled, less the weights. */
function workingMemory(precision: WeightPrecision, weights: number): [number, number] {
  const peaks = dataset("h100-kit/runs").filter((r) =>
    r.start === "warm" && r.way === "plugin" && r.width === 1024 && r.batch === 1 &&
    r.group !== "warm-up" && r.group !== "heat" && !r.change.startsWith("torch.compile") &&
    r.dtype.startsWith("fp8") === (precision === "fp8")
  ).map((r) => gib(r.memory_used_mib) - weights);
  return [Math.min(...peaks), Math.max(...peaks)];
}

function words(
  card: number,
  precision: string,
  verdict: MemoryFit["verdict"],
  m: {
    weights: number;
    encoder: number;
    working: [number, number];
    resident: [number, number];
    inTurns: [number, number];
  },
): string {
  const g = (v: number) => v.toFixed(1);
  const range = ([lo, hi]: [number, number]) => `${g(lo)} to ${g(hi)} GiB`;
  const what = `${precision} on ${card} GiB: ${g(m.weights)} GiB of weights and ${
    range(m.working)
  } beside them (H100 runs, 1024², batch 1) make ${range(m.resident)}`;
  const unknown = "What moving it costs in every job is unknown: no run here was on a small card.";
  if (verdict === "resident") return `${what}. It fits with everything kept on the card.`;
  if (verdict === "at the limit") {
    return `${what}. At the limit: some H100 runs took less than this card has, others more; ComfyUI would ` +
      `have to give back what it kept there for speed. ${unknown.replace("moving it", "that")}`;
  }
  if (verdict === "in turns") {
    return `${what}: not all at once. If the text encoder (${
      g(m.encoder)
    } GiB) leaves the card before sampling, ` +
      `${range(m.inTurns)}, which fits. ${unknown}`;
  }
  return `${what}. Even without the text encoder it takes ${
    range(m.inTurns)
  }: parts of the transformer would have ` +
    `to stay in the computer's memory. ${unknown}`;
}
