import { Drawing } from "./drawing.ts";
import { oneLine } from "./width.ts";

/** A column turned into text. */
export interface FormattedColumn {
  cells: string[];
  align: "left" | "right";
}

/**
 * All cells of a column with the same number of digits, so that the points stand in one line.
 *
 * Without `exact` digits there are as many as give the middle value four significant ones, at most
 * `most`, less those that are 0 in every cell. A value too small to show then is written as 1.2e-7:
 * nothing that is not 0 looks like 0.
 *
 * @param values numbers, texts, null, booleans, or pairs of numbers such as an interval
 */
export function formatColumn(
  values: readonly unknown[],
  { exact, most = 8 }: { exact?: number; most?: number } = {},
): FormattedColumn {
  const numbers = values.flatMap((v) => Array.isArray(v) ? v : [v]).filter(isNumber);
  const present = values.filter((v) => v !== null && v !== undefined);
  const numeric = numbers.length > 0 && present.every(isNumeric);
  const digits = exact ?? chooseDigits(numbers.map(Number), most);
  const cells = values.map((v) => formatValue(v, digits));
  return { cells, align: numeric ? "right" : "left" };
}

function formatValue(value: unknown, digits: number): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return formatNumber(value, digits);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return `[${value.map((v) => formatValue(v, digits)).join(", ")}]`;
  if (value instanceof Drawing) return oneLine(value.text);
  if (value instanceof Date) return value.toISOString();
  return oneLine(typeof value === "object" ? JSON.stringify(value) : String(value));
}

function formatNumber(value: number, digits: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  if (Number.isInteger(value) && digits === 0) return String(value).replace(/^-0$/, "0");
  const tooSmall = value !== 0 && Math.abs(value) < 0.5 * 10 ** -digits;
  if (tooSmall || Math.abs(value) >= 1e15) return value.toExponential(2);
  return value.toFixed(digits);
}

function chooseDigits(numbers: number[], most: number): number {
  const finite = numbers.filter(Number.isFinite);
  if (finite.every(Number.isInteger)) return 0;
  const sizes = finite.map(Math.abs).filter((v) => v > 0).sort((a, b) => a - b);
  const middle = sizes[sizes.length >> 1];
  let digits = Math.min(Math.max(3 - Math.floor(Math.log10(middle)), 0), most);
  while (digits > 0 && finite.every((v) => v.toFixed(digits).endsWith("0"))) digits--;
  return digits;
}

function isNumber(v: unknown): v is number | bigint {
  return typeof v === "number" || typeof v === "bigint";
}

function isNumeric(v: unknown): boolean {
  return isNumber(v) || (Array.isArray(v) && v.every((x) => x === null || isNumber(x)));
}
