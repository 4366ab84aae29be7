import { pythonRepr, pythonStr, pythonType } from "./python.ts";

/**
 * A literal of a graph as the type that its input has: what ComfyUI does to it before it checks the range.
 *
 * Throws an `Error` in Python's words if that cannot be done. Other types than INT, FLOAT, STRING and BOOLEAN stay.
 */
export function convert(value: unknown, type: unknown): unknown {
  if (type === "INT") return toInt(value);
  if (type === "FLOAT") return toFloat(value);
  if (type === "STRING") return pythonStr(value);
  if (type === "BOOLEAN") return truth(value);
  return value;
}

function toInt(value: unknown): number | bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number") {
    return Number.isSafeInteger(value) ? value : small(BigInt(Math.trunc(value)));
  }
  if (typeof value === "string") {
    if (!/^\s*[+-]?\d+(_\d+)*\s*$/.test(value)) {
      throw new Error(`invalid literal for int() with base 10: ${pythonRepr(value)}`);
    }
    return small(BigInt(value.trim().replaceAll("_", "").replace(/^\+/, "")));
  }
  throw new Error(
    `int() argument must be a string, a bytes-like object or a real number, not '${
      pythonType(value)
    }'`,
  );
}

function small(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function toFloat(value: unknown): number {
  if (typeof value === "bigint" || typeof value === "boolean") return Number(value);
  if (typeof value === "number") return value;
  if (typeof value === "string") {
    const text = value.trim().toLowerCase();
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text)) return Number(text);
    if (/^[+-]?inf(inity)?$/.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
    throw new Error(`could not convert string to float: ${pythonRepr(value)}`);
  }
  throw new Error(`float() argument must be a string or a real number, not '${pythonType(value)}'`);
}

function truth(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value && typeof value === "object") return Object.keys(value).length > 0;
  return Boolean(value);
}
