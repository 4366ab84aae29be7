import { meanInterval, significant } from "@kgen/stats";
import { dataset, type SeedBenchmarkRow } from "@kgen/tables";
import { COMPONENTS } from "./memory_components.ts";
import { gib } from "./options_known.ts";
import { shortName } from "./options_variants.ts";
import type { Doubt } from "./recommend_types.ts";
import { roofline } from "./roofline.ts";

/** What the card's limits and the H100 recordings say to a row of the document's table. */
export function seedDoubts(row: SeedBenchmarkRow): Doubt[] {
  return [...arithmetic(row), ...rate(row), memory(row), ...weights(row)];
}

/** More evaluations a second than the card's arithmetic allows. */
function arithmetic(row: SeedBenchmarkRow): Doubt[] {
  const { ceiling, fraction } = roofline(row.gpu, { k: row.k_gen });
  if (fraction! <= 1) return [];
  return [{
    verdict: "refuted",
    words: `k_gen ${row.k_gen} s⁻¹ is above ${significant(ceiling, 3)} s⁻¹, the most that the ` +
      `arithmetic of an ${row.gpu} allows at 1024² in bf16 (data/gpus)`,
  }];
}

/** A card with the same limits was measured, and was slower. */
function rate(row: SeedBenchmarkRow): Doubt[] {
  const limits = (name: string) => {
    const { bf16_tflops, bandwidth_gbs } = dataset("gpus").find((g) => g.gpu === name)!;
    return `${bf16_tflops} ${bandwidth_gbs}`;
  };
  const variant = shortName(row.model).toLowerCase();
  const runs = dataset("h100-kit/runs").filter((r) =>
    r.start === "warm" && r.way === "plugin" && r.variant === variant && r.batch === 1 &&
    ["turbo", "base"].includes(r.group)
  );
  if (limits(row.gpu) !== limits("H100") || runs.length < 2) return [];
  const { mean, ci } = meanInterval(runs.map((r) => r.k_sampling!));
  if (row.k_gen <= ci![1]) return [];
  return [{
    verdict: "not reproduced",
    words: `k_gen ${row.k_gen} s⁻¹ was not reached on an H100 with the same limits: ` +
      `${significant(mean, 3)} s⁻¹ (${significant(ci![0], 3)} to ${significant(ci![1], 3)}, ` +
      `${runs.length} runs of data/h100-kit, sampling alone)`,
  }];
}

/** The peak beside the weights that must be on the card at once. */
function memory(row: SeedBenchmarkRow): Doubt {
  const transformer = COMPONENTS[0].bytes.bf16 / 2 ** 30;
  const peak = Math.max(
    ...dataset("h100-kit/runs").filter((r) =>
      r.start === "warm" && r.batch === 1 && r.width === 1024 && r.group === "turbo"
    ).map((r) => gib(r.memory_used_mib)),
  );
  return {
    verdict: "not reproduced",
    words: `${row.max_vram_gb} GB leaves little beside the transformer's ${
      significant(transformer, 3)
    } GiB of weights in bf16 and the text encoder's ${
      significant(COMPONENTS[1].bytes.bf16 / 2 ** 30, 3)
    }; Turbo on an H100 peaked at ${significant(peak, 3)} GiB with everything kept (data/h100-kit)`,
  };
}

function weights(row: SeedBenchmarkRow): Doubt[] {
  if (row.model !== "Z-Image-Edit") return [];
  return [{
    verdict: "untestable",
    words: "Z-Image-Edit has no public weights, so no figure of it can be tested (data/seed)",
  }];
}
