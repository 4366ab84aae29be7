import { type ComplianceRate, complianceRate } from "./compliance_rate.ts";
import { KineticsError } from "./errors.ts";
import { groupBy } from "./group_by.ts";
import type { ParityRow } from "./parity.ts";

/** What a checker said of a picture: `judge` of `@kgen/quality`, with which content and language it was. */
export interface VerdictRow {
  id: string;
  /** "en" or "zh". */
  language: string;
}

/** One thing that was checked, in one language. */
export interface ComplianceRow {
  check: string;
  language: string;
  k: number;
  n: number;
  rate: number;
  "95 % interval": [lo: number, hi: number];
}

/**
 * Verdicts counted: a row for each check (a column of the rows, such as "object", "background", "all") and language,
 * with Wilson's 95 % interval. Values are true or false, or 1 or 0 as in a CSV; null and "" are not asked and not counted.
 *
 * @throws {KineticsError} a column that no row has, or a value that is neither
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { complianceTable } from "@kgen/kinetics";
 *
 * const verdicts = [
 *   { id: "1", language: "en", object: true }, { id: "1", language: "zh", object: true },
 *   { id: "2", language: "en", object: true }, { id: "2", language: "zh", object: false },
 * ];
 * const rows = complianceTable(verdicts, ["object"]);
 * assert.deepEqual(rows.map((r) => [r.language, r.k, r.n]), [["en", 2, 2], ["zh", 1, 2]]);
 * ```
 */
export function complianceTable<Row extends VerdictRow>(
  verdicts: readonly Row[],
  checks: readonly (keyof Row & string)[],
): ComplianceRow[] {
  const languages = groupBy(verdicts, (v) => v.language);
  return checks.flatMap((check) =>
    [...languages].flatMap(([language, mine]) => {
      const asked = mine.map((v) => passed(v, check)).filter((v) => v !== null);
      if (asked.length === 0) return [];
      const r: ComplianceRate = complianceRate(asked.filter(Boolean).length, asked.length);
      return [{ check, language, k: r.k, n: r.n, rate: r.rate, "95 % interval": r.ci }];
    })
  );
}

/**
 * The pairs that {@link parity} compares, from verdicts in both languages: one for each id that has a verdict of the
 * check in English and in Chinese. Others are left out.
 *
 * @throws {KineticsError} an id twice in one language; no pairs
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parityRows } from "@kgen/kinetics";
 *
 * const verdicts = [{ id: "1", language: "en", all: 1 }, { id: "1", language: "zh", all: 0 }, { id: "2", language: "en", all: 1 }];
 * assert.deepEqual(parityRows(verdicts, "all"), [{ id: "1", en: true, zh: false }]);
 * ```
 */
export function parityRows<Row extends VerdictRow>(
  verdicts: readonly Row[],
  check: keyof Row & string,
): ParityRow[] {
  const pairs = [...groupBy(verdicts, (v) => v.id)].flatMap(([id, mine]) => {
    const of = (language: string) => {
      const found = mine.filter((v) => v.language === language);
      if (found.length > 1) {
        throw new KineticsError(
          "bad table",
          `Content ${id} stands ${found.length} times in ${language}: keep one, or give each seed an id.`,
        );
      }
      return found.length === 0 ? null : passed(found[0], check);
    };
    const en = of("en"), zh = of("zh");
    return en === null || zh === null ? [] : [{ id, en, zh }];
  });
  if (pairs.length > 0) return pairs;
  throw new KineticsError(
    "bad table",
    `No id has a verdict of "${check}" with language "en" and one with "zh": there are no pairs.`,
  );
}

function passed<Row extends VerdictRow>(row: Row, check: keyof Row & string): boolean | null {
  const value: unknown = row[check];
  if (value === true || value === 1) return true;
  if (value === false || value === 0) return false;
  if (value === null || value === "") return null;
  throw new KineticsError(
    "bad table",
    value === undefined
      ? `Verdict ${row.id} (${row.language}) has no "${check}". It has: ${
        Object.keys(row).join(", ")
      }.`
      : `Verdict ${row.id} (${row.language}): ${check} is ${
        JSON.stringify(value)
      }, not true or false.`,
  );
}
