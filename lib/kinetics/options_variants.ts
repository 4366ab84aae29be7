import { meanInterval, tInterval } from "@kgen/stats";
import { dataset } from "@kgen/tables";
import type { Quality } from "./recommend_types.ts";

/** What a variant is for, and whether it can be had. */
export interface VariantFacts {
  /** The seed document's name. */
  seed: string;
  tasks: readonly string[];
  languages: readonly string[];
  languagesSource: string;
  published: boolean;
}

/** From what the document says of a variant ("kind" in data/seed/variants) to the task that it does. */
const TASKS: Record<string, readonly string[]> = {
  distilled: ["text-to-image"],
  base: ["text-to-image"],
  editing: ["edit"],
};

/** Z-Image-Edit had no public weights when this was written (data/seed/README.md). */
const UNPUBLISHED = ["Z-Image-Edit"];

/** Facts of a variant of the document by its short name, "Turbo", "Base" or "Edit"; undefined for others. */
export function variantFacts(short: string): VariantFacts | undefined {
  const row = dataset("seed/variants").find((v) => shortName(v.variant) === short);
  if (!row) return undefined;
  return {
    seed: row.variant,
    tasks: TASKS[row.kind] ?? [],
    // 所有变体均能准确理解“汉服”“古风建筑”等文化专有表达; its prompt is said to mix both languages.
    languages: ["zh", "en"],
    languagesSource: "claimed by the document, without a number",
    published: !UNPUBLISHED.includes(row.variant),
  };
}

/** "Z-Image-Turbo" is "Turbo". */
export const shortName = (model: string): string => model.replace(/^Z-Image-/, "");

/**
 * The FID that the document claims for a variant. A card does not change a picture, so the rows of one variant on
 * several cards are repeats; their scatter, pooled over the variants, is all there is to tell how sure a FID is.
 */
export function claimedFid(model: string): Quality | null {
  const table = dataset("seed/benchmark");
  const own = table.filter((r) => r.model === model).map((r) => r.fid);
  if (own.length === 0) return null;
  let ss = 0, df = 0;
  for (const name of new Set(table.map((r) => r.model))) {
    const { sd, n } = meanInterval(table.filter((r) => r.model === name).map((r) => r.fid));
    if (sd === null) continue;
    ss += (n - 1) * sd ** 2;
    df += n - 1;
  }
  const { mean } = meanInterval(own);
  const se = df > 0 ? Math.sqrt(ss / df / own.length) : null;
  return {
    metric: "FID",
    direction: "lower",
    value: mean,
    se,
    df: df > 0 ? df : null,
    ci: se === null ? null : tInterval(mean, se, df),
    n: null,
    unit: "",
    kind: "claimed",
    spread: "table",
    source: "seed/benchmark, how many pictures is not said",
    id: `seed FID ${model}`,
  };
}
