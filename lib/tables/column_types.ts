import { TableError } from "./errors.ts";
import { COLUMNS } from "./schema.ts";

/** How a column is stored. Numbers are float64 and whole ones int64, never less. */
export type StoredType =
  | "VARCHAR"
  | "DOUBLE"
  | "BIGINT"
  | "UBIGINT"
  | "BOOLEAN"
  | "TIMESTAMP"
  | "BLOB";

/**
 * The stored type of a column, from the schema where it is one of its columns, else from its values.
 *
 * @throws {TableError} when it mixes types, or holds what cannot be stored exactly
 */
export function storedType(
  name: string,
  values: readonly unknown[],
  isScores: boolean,
): StoredType {
  const column = isScores ? COLUMNS.find((c) => c.name === name) : undefined;
  const kinds = new Set<string>();
  for (const [i, v] of values.entries()) if (v != null) kinds.add(kindOf(v, name, i));
  if (column) {
    const wanted = column.type === "text" ? "text" : "number";
    for (const kind of kinds) {
      if (kind !== wanted && !(kind === "integer" && wanted === "number")) {
        throw new TableError(`${name} holds ${kind} values; the schema says ${column.type}.`);
      }
    }
    if (column.type === "text") return "VARCHAR";
    return column.type === "integer" ? integerType(name, values) : "DOUBLE";
  }
  if (kinds.size > 1) {
    throw new TableError(
      `Column ${name} mixes ${[...kinds].sort().join(" and ")} values. ` +
        `Make them one type: nothing is turned into text for you.`,
    );
  }
  switch ([...kinds][0]) {
    case "text":
      return "VARCHAR";
    case "integer":
      return integerType(name, values);
    case "boolean":
      return "BOOLEAN";
    case "Date":
      return "TIMESTAMP";
    case "bytes":
      return "BLOB";
    default: // numbers, or nothing but null
      return "DOUBLE";
  }
}

function kindOf(v: unknown, name: string, index: number): string {
  if (typeof v === "string") return "text";
  if (typeof v === "number" || typeof v === "boolean") return typeof v;
  if (typeof v === "bigint") return "integer";
  if (v instanceof Date && !Number.isNaN(v.getTime())) return "Date";
  if (v instanceof Uint8Array) return "bytes";
  throw new TableError(
    `Row ${index + 1}, ${name}: ${
      Array.isArray(v)
        ? "a list"
        : v instanceof Date
        ? "an invalid Date"
        : `a value of type ${typeof v}`
    } cannot be stored. Give text, numbers, booleans, Dates, bytes or null.`,
  );
}

/** int64; unsigned where a seed of 64 bits needs it. Parquet has nothing larger. */
function integerType(name: string, values: readonly unknown[]): StoredType {
  let lowest = 0n, highest = 0n;
  for (const [i, v] of values.entries()) {
    if (v == null) continue;
    if (typeof v === "number" && !Number.isInteger(v)) {
      throw new TableError(`Row ${i + 1}, ${name}: ${v} is not a whole number.`);
    }
    const n = BigInt(v as number | bigint);
    if (n < lowest) lowest = n;
    if (n > highest) highest = n;
  }
  if (lowest >= -(2n ** 63n) && highest < 2n ** 63n) return "BIGINT";
  if (lowest >= 0n && highest < 2n ** 64n) return "UBIGINT";
  throw new TableError(`${name} holds whole numbers of more than 64 bits, which cannot be stored.`);
}
