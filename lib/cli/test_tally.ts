import type { Outcome } from "./process.ts";

/** What one part of the checks came to. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: string[];
  /** Shown only when something failed. */
  detail: string;
  /** Where it is not the time that the part was waited for. */
  seconds?: number;
}

/** A part that either holds or does not. */
export function single(outcome: Outcome): Tally {
  const ok = outcome.code === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [], detail: outcome.output };
}

/** What a program printed, without the codes for colours. */
function plain(output: string): string {
  // deno-lint-ignore no-control-regex
  return output.replace(/\x1b\[[0-9;]*m/g, "");
}

/** Reads uvu's closing lines. A file that ends badly without a count has failed all the same. */
export function uvu(outcome: Outcome): Tally {
  const text = plain(outcome.output);
  const sum = (word: string) =>
    [...text.matchAll(new RegExp(`^\\s*${word}:\\s+(\\d+)`, "gm"))].reduce(
      (n, m) => n + Number(m[1]),
      0,
    );
  const total = sum("Total");
  const passed = sum("Passed");
  const broken = outcome.code !== 0 && total === passed ? 1 : 0;
  const skipped = [...text.matchAll(/^\s*skipped: (?!\s*\d+$)(.*)$/gim)].map((m) => m[1]);
  // A file without a test is a mistake, unless it says why it skips them all.
  const empty = total === 0 && skipped.length === 0 ? 1 : 0;
  return {
    passed,
    failed: total - passed - sum("Skipped") + (broken || empty),
    skipped,
    detail: outcome.output,
  };
}

/** Reads the closing line of `deno test`. */
export function docs(outcome: Outcome): Tally {
  const counts = plain(outcome.output).match(/(\d+) passed.* \| (\d+) failed/);
  if (!counts) return single(outcome);
  return {
    passed: Number(counts[1]),
    failed: Number(counts[2]),
    skipped: [],
    detail: outcome.output,
  };
}

/** What a test printed beyond uvu's own lines. */
export function tablesIn(output: string): string {
  const lines = plain(output).split("\n");
  return lines.filter((line) =>
    !/^\s*(Total|Passed|Skipped|Duration):|[•✘]|^\s*$|^.*Check /.test(line)
  ).join("\n");
}
