import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import { type StoredType, storedType } from "./column_types.ts";
import type { Duck } from "./duck.ts";
import { identifier } from "./quote.ts";
import { COLUMNS, REQUIRED } from "./schema.ts";

/** Rows that DuckDB takes at once. */
const CHUNK = 2048;

/** Names of the columns of any rows: the schema's first when they are scores of frames. */
export function namesOf(rows: readonly object[]): { names: string[]; isScores: boolean } {
  const found = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) found.add(name);
  // An empty table is one of scores: its columns are then known to whoever reads it.
  const isScores = rows.length === 0 || REQUIRED.every((c) => found.has(c.name));
  if (!isScores) return { names: [...found], isScores };
  const names = new Set<string>([...COLUMNS.map((c) => c.name), ...found]);
  return { names: [...names], isScores };
}

/**
 * Makes a table of these rows, each value as it is. A field that a row lacks is null.
 *
 * @throws {TableError} when a column mixes types or holds what cannot be stored exactly
 */
export async function makeTable(
  duck: Duck,
  table: string,
  rows: readonly object[],
  names: readonly string[],
  isScores: boolean,
): Promise<void> {
  const records = rows as readonly Record<string, unknown>[];
  const types = names.map((n) => storedType(n, records.map((r) => r[n]), isScores));
  const list = names.map((n, i) => `${identifier(n)} ${types[i]}`).join(", ");
  await duck.connection.run(`create table ${identifier(table)} (${list})`);
  const stored = types.map((t) => duck.api[t] as DuckDBType);
  const appender = await duck.connection.createAppender(table);
  try {
    for (let from = 0; from < rows.length; from += CHUNK) {
      const part = records.slice(from, from + CHUNK);
      const chunk = duck.api.DuckDBDataChunk.create(stored, part.length);
      chunk.setColumns(names.map((n, i) => part.map((r) => toStored(duck, r[n], types[i]))));
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

function toStored(duck: Duck, value: unknown, type: StoredType): DuckDBValue {
  if (value === null || value === undefined) return null;
  switch (type) {
    case "BIGINT":
    case "UBIGINT":
      return BigInt(value as number | bigint);
    case "TIMESTAMP":
      return duck.api.timestampValue(BigInt((value as Date).getTime()) * 1000n);
    case "BLOB":
      return duck.api.blobValue(value as Uint8Array);
    default:
      return value as DuckDBValue;
  }
}
