import type { DuckDBValue } from "@duckdb/node-api";
import { type Duck, type DuckOptions, withDuck } from "./duck.ts";
import { QueryError } from "./errors.ts";
import { type Cell, exactColumn } from "./exact_values.ts";
import { bindable, type Parameters } from "./parameters.ts";

/** A row of a query. */
export type Row = Record<string, Cell>;

/** Rows, and what is to be known of them. */
export type Rows<T = Row> = T[] & {
  /** Names of the columns, also when there are no rows. */
  columns: string[];
  /** What was given otherwise than it is stored, in words. */
  warnings: string[];
};

/**
 * Runs SQL in DuckDB. `read_parquet('folder/*.parquet')` and `read_csv(...)` read files without loading them.
 *
 * Types are exact: null stays null, NaN and Infinity stay numbers, a text "NaN" stays text. Whole numbers
 * and decimals are numbers when a number holds them exactly, else text, with a warning; a timestamp is a
 * Date when it has whole milliseconds.
 *
 * @param parameters values for `?`, or for `$name` by name: bound, never pasted into the text
 * @throws {QueryError} with what DuckDB says
 *
 * @example
 * ```ts
 * import { query } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * const rows = await query("select $a + 1 as next, $name as name, 'inf'::double as psnr", {
 *   a: 41,
 *   name: "樱花'; drop table runs",
 * });
 * assert.deepEqual(rows[0], { next: 42, name: "樱花'; drop table runs", psnr: Infinity });
 * const [big] = await query("select 9007199254740993::bigint as n");
 * assert.equal(big.n, "9007199254740993");
 * ```
 */
export async function query(
  sql: string,
  parameters?: Parameters,
  options?: DuckOptions,
): Promise<Rows> {
  return await withDuck(options, (duck) => runQuery(duck, sql, parameters));
}

/** {@linkcode query} on a DuckDB that is open; `hint` is added to what it says of an error. */
export async function runQuery(
  duck: Duck,
  sql: string,
  parameters: Parameters = [],
  hint?: () => string,
): Promise<Rows> {
  const { values, types } = bindable(duck, parameters);
  let result;
  const stored: DuckDBValue[][] = [];
  try {
    // Streamed: a result that is read as a whole and then collected ends Deno with a segmentation fault
    // when its finalizers are left over at the end (Deno 2.7.14, @duckdb/node-api 1.5.6; Node is well).
    result = await duck.connection.stream(sql, values as any, types as any);
    for (let k = 0; k < result.columnCount; k++) stored.push([]);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) break;
      chunk.getColumns().forEach((column, k) => {
        for (const value of column) stored[k].push(value);
      });
    }
  } catch (cause) {
    const said = (cause as Error).message;
    const more = hint && /binder error|catalog error/i.test(said) ? ` ${hint()}` : "";
    throw new QueryError(`${said.trim()}${more}`, sql, { cause });
  }
  const warnings = new Set<string>();
  const names = uniqueNames(result.columnNames(), warnings);
  const types_ = result.columnTypes();
  const columns = stored.map((column, i) =>
    exactColumn(duck, names[i], types_[i], column, (text) => warnings.add(text))
  );
  const rows: Row[] = Array.from({ length: stored[0]?.length ?? 0 }, (_, i) => {
    const row: Row = {};
    for (let k = 0; k < names.length; k++) row[names[k]] = columns[k][i];
    return row;
  });
  return Object.assign(rows, { columns: names, warnings: [...warnings] });
}

/** A row is an object: a second column of a name would take the place of the first. */
function uniqueNames(names: readonly string[], warnings: Set<string>): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let i = 2; used.has(free); i++) free = `${name}_${i}`;
    if (free !== name) {
      warnings.add(`Two columns are called ${name}; the second is given as ${free}.`);
    }
    used.add(free);
    return free;
  });
}
