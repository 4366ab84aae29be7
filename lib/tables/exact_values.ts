import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { Duck } from "./duck.ts";

/** A value in a row of a query. */
export type Cell =
  | string
  | number
  | boolean
  | Date
  | null
  | Uint8Array
  | Cell[]
  | { [key: string]: Cell };

/**
 * The values of a column as JavaScript has them, none of them changed.
 *
 * A whole number or decimal that a number cannot hold exactly makes its whole column text, and a
 * moment finer than a millisecond makes its column ISO 8601 text: `warn` is then told.
 */
export function exactColumn(
  { api }: Duck,
  name: string,
  type: DuckDBType,
  values: readonly DuckDBValue[],
  warn: (text: string) => void,
): Cell[] {
  const id = api.DuckDBTypeId;
  switch (type.typeId) {
    case id.BIGINT:
    case id.UBIGINT:
    case id.HUGEINT:
    case id.UHUGEINT:
    case id.BIGNUM: {
      const safe = values.every((v) => v === null || isSafe(v as bigint));
      if (!safe) {
        warn(`${name} holds whole numbers too large for a number, so it is given as text.`);
      }
      return values.map((v) => v === null ? null : safe ? Number(v) : String(v));
    }
    case id.DECIMAL: {
      const texts = values.map((v) => v === null ? null : String(v));
      const safe = texts.every((t) => t === null || isShort(t));
      if (!safe) warn(`${name} holds decimals of more than 15 digits, so it is given as text.`);
      return safe ? texts.map((t) => t === null ? null : Number(t)) : texts;
    }
    case id.TIMESTAMP:
    case id.TIMESTAMP_TZ:
    case id.TIMESTAMP_S:
    case id.TIMESTAMP_MS:
    case id.TIMESTAMP_NS: {
      const nanos = values.map((v) => v === null ? null : nanosOf(v as unknown as Moment));
      const whole = nanos.every((n) => n === null || (n !== undefined && isWholeMs(n)));
      if (whole) return nanos.map((n) => n === null ? null : new Date(Number(n! / 1_000_000n)));
      warn(`${name} holds moments that a Date cannot hold, so it is given as text (UTC).`);
      return nanos.map((n, i) => n === null ? null : n === undefined ? String(values[i]) : iso(n));
    }
    case id.FLOAT:
      warn(`${name} is float32 in the file: its values have 7 digits.`);
      return values as Cell[];
    default:
      return values.map((v) => plain(v));
  }
}

/** A value of any other type, and what lies within lists and structures. */
function plain(value: DuckDBValue): Cell {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) {
    return value as Cell;
  }
  if (typeof value === "bigint") return isSafe(value) ? Number(value) : String(value);
  const v = value as { items?: DuckDBValue[]; entries?: unknown; bytes?: Uint8Array };
  if (Array.isArray(v.items)) return v.items.map(plain);
  if (v.bytes instanceof Uint8Array) return new Uint8Array(v.bytes);
  if (Array.isArray(v.entries)) {
    const pairs = v.entries as { key: DuckDBValue; value: DuckDBValue }[];
    return pairs.map((e) => ({ key: plain(e.key), value: plain(e.value) }));
  }
  if (v.entries !== null && typeof v.entries === "object") {
    const entries = Object.entries(v.entries as Record<string, DuckDBValue>);
    return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]));
  }
  return String(value);
}

function isSafe(v: bigint): boolean {
  return v >= BigInt(Number.MIN_SAFE_INTEGER) && v <= BigInt(Number.MAX_SAFE_INTEGER);
}

/** Up to 15 significant digits survive the way to a number and back. */
function isShort(text: string): boolean {
  return text.replace(/[^0-9]/g, "").replace(/^0+/, "").length <= 15;
}

interface Moment {
  isFinite: boolean;
  seconds?: bigint;
  millis?: bigint;
  micros?: bigint;
  nanos?: bigint;
}

/** ns since 1970; undefined for ±infinity. */
function nanosOf(v: Moment): bigint | undefined {
  if (!v.isFinite) return undefined;
  if (v.nanos !== undefined) return v.nanos;
  if (v.micros !== undefined) return v.micros * 1000n;
  if (v.millis !== undefined) return v.millis * 1_000_000n;
  return v.seconds! * 1_000_000_000n;
}

const LATEST_MS = 8_640_000_000_000_000n;

function isWholeMs(nanos: bigint): boolean {
  const ms = nanos / 1_000_000n;
  return nanos % 1_000_000n === 0n && ms <= LATEST_MS && ms >= -LATEST_MS;
}

/** "2026-01-01T00:00:00.123456789Z". */
function iso(nanos: bigint): string {
  let seconds = nanos / 1_000_000_000n, rest = nanos % 1_000_000_000n;
  if (rest < 0n) {
    seconds -= 1n;
    rest += 1_000_000_000n;
  }
  const ms = seconds * 1000n;
  if (ms > LATEST_MS || ms < -LATEST_MS) return `${nanos} ns since 1970`;
  const digits = String(rest).padStart(9, "0").replace(/0{1,6}$/, "");
  return new Date(Number(ms)).toISOString().replace(".000Z", `.${digits}Z`);
}
