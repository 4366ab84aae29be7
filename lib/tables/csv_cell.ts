import { type Column, COLUMNS, type FrameRow } from "./schema.ts";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NAMED: Record<string, number> = { inf: Infinity, infinity: Infinity, nan: NaN };

/** The value of one field; throws with what is wrong in words. */
export function parseCell(field: string, column: Column): string | number | null {
  if (column.type === "text") return column.nullable && field === "" ? null : field;
  const text = field.trim();
  if (text === "") {
    if (column.nullable) return null;
    throw new Error("no value");
  }
  const value = parseNumber(text);
  if (value === null) {
    const comma = /^[+-]?\d+,\d+$/.test(text) ? " (write a decimal point, not a comma)" : "";
    throw new Error(`"${field}" is not a number${comma}`);
  }
  if (column.type === "integer") {
    if (!Number.isInteger(value)) throw new Error(`"${field}" is not a whole number`);
    // A seed of 64 bits would be another seed after rounding.
    if (/^\d+$/.test(text) && String(value) !== text && BigInt(text) !== BigInt(value)) {
      throw new Error(`"${field}" is too large to be held exactly`);
    }
  }
  return value;
}

function parseNumber(text: string): number | null {
  if (NUMBER.test(text)) return Number(text);
  const [, sign, name] = /^([+-]?)([a-z]+)$/i.exec(text) ?? [];
  const named = name === undefined ? undefined : NAMED[name.toLowerCase()];
  return named === undefined ? null : sign === "-" ? -named : named;
}

/** Extra columns that hold only numbers and blanks become numbers and nulls; others stay text. */
export function typeExtraColumns(rows: FrameRow[], header: string[]): void {
  const records = rows as unknown as Record<string, string | number | null>[];
  for (const name of header.filter((n) => !COLUMNS.some((c) => c.name === n))) {
    const texts = records.map((r) => String(r[name]).trim());
    const numeric = texts.every((t) => t === "" || parseNumber(t) !== null) &&
      texts.some((t) => t !== "");
    if (!numeric) continue;
    records.forEach((r, i) => r[name] = texts[i] === "" ? null : parseNumber(texts[i]));
  }
}
