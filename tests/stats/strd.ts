import { readFileSync } from "node:fs";

/** A reference data set of NIST's StRD with its certified values. */
export interface Reference {
  name: string;
  y: number[];
  /** One array a predictor. */
  x: number[][];
  values: number[];
  errors: number[];
  /** The two starting points of a nonlinear set; empty for a linear one. */
  starts: number[][];
  rss: number | null;
  sigma: number | null;
  r2: number | null;
}

/** Reads tests/stats/strd/NAME.dat, in the layout of NIST's own files. */
export function reference(name: string): Reference {
  const text = readFileSync(new URL(`./strd/${name}.dat`, import.meta.url), "utf8");
  const lines = text.split("\n");
  const head = lines.findLastIndex((l) => l.startsWith("Data:"));
  const numbers = (l: string) => l.trim().split(/\s+/).map(Number);
  const rows = lines.slice(head + 1).filter((l) => l.trim() !== "").map(numbers);
  const certified = lines
    .map((l) => /^\s+[bB]\d+\s+(?:=\s+)?([-+.\dE\s]+)$/.exec(l)?.[1])
    .filter((l) => l !== undefined)
    .map(numbers);
  const found = (what: string) => {
    const hit = new RegExp(`^${what}:\\s+([-+.\\dE]+)`, "m").exec(text);
    return hit === null ? null : Number(hit[1]);
  };
  const starts = certified[0].length === 4 ? [0, 1].map((s) => certified.map((c) => c[s])) : [];
  return {
    name,
    y: rows.map((r) => r[0]),
    x: rows[0].slice(1).map((_, j) => rows.map((r) => r[j + 1])),
    values: certified.map((c) => c.at(-2)!),
    errors: certified.map((c) => c.at(-1)!),
    starts,
    rss: found("Residual Sum of Squares"),
    sigma: found("Residual Standard Deviation"),
    r2: found("R-Squared"),
  };
}

/**
 * Right digits, −log₁₀ of the relative error, at most 15; of the absolute error where the certified
 * value is 0 (McCullough's log relative error).
 */
export function digits(got: number, certified: number): number {
  const error = certified === 0 ? Math.abs(got) : Math.abs((got - certified) / certified);
  if (Number.isNaN(error)) return 0;
  return error === 0 ? 15 : Math.min(15, Math.max(0, -Math.log10(error)));
}

/** The fewest digits of a list. */
export function fewest(got: number[], certified: number[]): number {
  return Math.min(...got.map((v, i) => digits(v, certified[i])));
}

/** Prints the digits reached, one row a set. */
export function printDigits(title: string, table: string[][]): void {
  const width = table[0].map((_, j) => Math.max(...table.map((row) => row[j].length)));
  const line = (row: string[]) =>
    row.map((c, j) => j === 0 ? c.padEnd(width[j]) : c.padStart(width[j])).join("  ").trimEnd();
  console.log(`\n${title}\n${table.map(line).join("\n")}`);
}
