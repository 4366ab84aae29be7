import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { Duck } from "./duck.ts";
import { TableError } from "./errors.ts";

/** What may stand for a `$name` or `?` in SQL; a list is for `list_contains($names, column)`. */
export type Parameter = Scalar | readonly Scalar[];
type Scalar = string | number | bigint | boolean | Date | null;

/** Values for `?` in order, or for `$name` by name. */
export type Parameters = readonly Parameter[] | Readonly<Record<string, Parameter>>;

interface Bound {
  value: DuckDBValue;
  type: DuckDBType;
}

/**
 * Parameters with their types said. The library's own guess takes a list's type from its first item,
 * so that [1, 2.5] would become [1, 2], and makes -0 the integer 0.
 */
export function bindable({ api }: Duck, parameters: Parameters) {
  const one = (value: Parameter, name: string): Bound => {
    if (Array.isArray(value)) {
      const items = value.map((v, i) => one(v, `${name}[${i}]`));
      const types = new Map(
        items.filter((b) => b.value !== null).map((b) => [`${b.type}`, b.type]),
      );
      const numeric = [...types.keys()].every((t) => t === "BIGINT" || t === "DOUBLE");
      if (types.size > 1 && !numeric) {
        throw new TableError(`Parameter ${name} mixes ${[...types.keys()].join(" and ")}.`);
      }
      const item = types.get("DOUBLE") ?? [...types.values()][0] ?? api.VARCHAR;
      const same = items.map((b) =>
        item === api.DOUBLE && typeof b.value === "bigint" ? Number(b.value) : b.value
      );
      return { value: api.listValue(same), type: api.LIST(item) };
    }
    if (value === null) return { value, type: api.SQLNULL };
    if (typeof value === "string") return { value, type: api.VARCHAR };
    if (typeof value === "boolean") return { value, type: api.BOOLEAN };
    if (typeof value === "number") {
      return Number.isSafeInteger(value) && !Object.is(value, -0)
        ? { value: BigInt(value), type: api.BIGINT }
        : { value, type: api.DOUBLE };
    }
    if (typeof value === "bigint") return { value, type: api.HUGEINT };
    if (value instanceof Date && !Number.isNaN(value.getTime())) {
      return { value: api.timestampValue(BigInt(value.getTime()) * 1000n), type: api.TIMESTAMP };
    }
    throw new TableError(
      `Parameter ${name} is ${value === undefined ? "undefined" : String(value)}: give a text, ` +
        `number, boolean, Date, null or a list of them.`,
    );
  };
  if (Array.isArray(parameters)) {
    const bound = parameters.map((v, i) => one(v, String(i + 1)));
    return { values: bound.map((b) => b.value), types: bound.map((b) => b.type) };
  }
  const bound = Object.entries(parameters as Record<string, Parameter>)
    .map(([name, v]) => [name, one(v, `$${name}`)] as const);
  return {
    values: Object.fromEntries(bound.map(([name, b]) => [name, b.value])),
    types: Object.fromEntries(bound.map(([name, b]) => [name, b.type])),
  };
}
