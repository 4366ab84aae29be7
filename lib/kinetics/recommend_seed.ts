import { printable } from "@kgen/stats";
import { dataset, textTable } from "@kgen/tables";
import { shortName } from "./options_variants.ts";
import { benchmarkOptions } from "./options.ts";
import { recommend } from "./recommend.ts";
import { type Like, SEED_NEEDS, SEED_SETTINGS, type SettingClaim } from "./recommend_seed_needs.ts";
import type { Need, Option, Recommendation } from "./recommend_types.ts";
import { checkSetting, type SettingCheck } from "./setting_check.ts";

/** One of the document's recommendations beside what the rules make of data. */
export interface SeedAdviceRow {
  use: string;
  need: Need;
  /** The document's variant; "all" where it names all. */
  document: string;
  /** By the rules from the document's own table, taken at its word. */
  asPrinted: Recommendation;
  /** From what was measured on an H100. */
  measured: Recommendation;
  reproduced: boolean;
  settings: readonly SettingCheck[];
}

/** The four recommendations of the document, tested. */
export interface SeedAdvice {
  name: "seedAdvice";
  rows: readonly SeedAdviceRow[];
  table: readonly Record<string, string>[];
  words: string;
}

/**
 * The document's four recommendations (data/seed/recommendations) from data and rules alone: {@link recommend} with the needs of
 * `SEED_NEEDS`, first on the document's own table as printed, then on the H100 recordings; and each setting that it advises with them
 * tested by {@link checkSetting}.
 *
 * @param needs limits and weights of each use
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { seedAdvice } from "@kgen/kinetics";
 *
 * const advice = seedAdvice();
 * assert.ok(advice.rows.every((row) => row.reproduced));
 * console.log(String(advice));
 * ```
 */
export function seedAdvice(needs: readonly (Need & { use: string })[] = SEED_NEEDS): SeedAdvice {
  const seed = benchmarkOptions("seed"), h100 = benchmarkOptions("h100-kit");
  const rows = needs.flatMap((need): SeedAdviceRow[] => {
    const printed = dataset("seed/recommendations").find((r) => r.use === need.use);
    if (!printed) return [];
    const asPrinted = recommend(seed, { ...need, trust: "any" });
    const measured = recommend(h100, { ...need, trust: "measured" });
    const document = shortName(printed.variant);
    const found = variantsOf(asPrinted);
    const all = [...new Set(seed.map((o) => o.variant))];
    const reproduced = document === "all"
      ? all.every((v) => found.includes(v))
      : found.length === 1 && found[0] === document;
    const settings = SEED_SETTINGS.filter((s) => s.use === need.use)
      .map((s) => alone(checkSetting([...h100, ...seed], s), s, measured));
    return [{ use: printed.use, need, document, asPrinted, measured, reproduced, settings }];
  });
  const result: SeedAdvice = {
    name: "seedAdvice",
    rows,
    table: rows.map((r) => ({
      use: r.use,
      document: r.document,
      "its own table gives": variantsOf(r.asPrinted).join(", ") || "nothing",
      "so the advice is": r.reproduced ? "reproduced" : "not reproduced",
      "an H100 gives": r.measured.first.join("; ") || "nothing: no such run",
      settings: r.settings.map((s) => `${s.setting}: ${s.verdict}`).join("; "),
    })),
    words: rows.flatMap((r) =>
      r.settings.map((s) => `${r.use}, ${s.setting}: ${s.verdict}. ${s.words}.`)
    ).join("\n"),
  };
  return printable(result, (a) => `${textTable([...a.table], { maxText: 120 })}\n${a.words}`);
}

function variantsOf(r: Recommendation): string[] {
  const option = (name: string): Option => r.rows.find((row) => row.option.name === name)!.option;
  return [...new Set(r.first.map((name) => option(name).variant))];
}

/** Says which options without a setting are not told apart from those with it. */
function alone(
  check: SettingCheck,
  { test }: SettingClaim,
  measured: Recommendation,
): SettingCheck {
  if (test.kind !== "compare" || check.verdict !== "kept") return check;
  const has = (o: Option) => Object.entries(test.with).every(([k, v]) => o[k as keyof Like] === v);
  const first = measured.rows.filter((r) => measured.first.includes(r.option.name));
  const others = first.filter((r) => !has(r.option)).map((r) => r.option.name);
  if (others.length === first.length || others.length === 0) return check;
  return Object.assign(check, {
    words: `${check.words}; not told apart from it on the H100: ${others.join("; ")}`,
  });
}
