import type { DataFrame } from "danfojs-node";
import { createRequire } from "node:module";
import { TableError } from "./errors.ts";
import { COLUMNS, type FrameRow, REQUIRED } from "./schema.ts";

/** The part of a danfojs frame that is read here. */
export type FrameLike = Pick<DataFrame, "columns" | "values">;

/**
 * The rows as a danfojs frame, to hold, filter and show in a notebook.
 *
 * Column types are set from the schema, never guessed, so that a prompt "NaN" stays text and a
 * column of nulls stays what it is. Columns that came with "kgen.frames/2" are null where a row lacks
 * them. Extra fields of the rows become further columns. Compute on
 * {@linkcode rowsOf}, not with the frame's own arithmetic: that is in float32 and counts null as 0.
 *
 * @throws {TableError} when a row lacks a column
 *
 * @example
 * ```ts
 * import { type FrameRow, rowsOf, toFrame } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * const row: FrameRow = {
 *   run: "r1", host: "embedded", variant: "turbo", gpu: null, prompt: "樱花", seed: 7, batch: 1,
 *   step: 1, nfe: 1, t_s: 0.031, sigma: null, metric: "psnr", value: Infinity, reference: "last frame",
 * };
 * const frame = toFrame([row]);
 * assert.deepEqual(frame.shape, [1, 19]);
 * assert.deepEqual(rowsOf(frame)[0].value, Infinity);
 * ```
 */
export function toFrame(rows: readonly FrameRow[]): DataFrame {
  const names = columnNames(rows);
  const values = rows.map((row, i) => names.map((name) => cell(row, name, i)));
  const { DataFrame } = danfo();
  return new DataFrame(values, {
    columns: names,
    dtypes: names.map((n, i) => dtype(n, values, i)),
  });
}

/**
 * The rows of a frame that {@linkcode toFrame} made, also after it was filtered or sorted.
 *
 * @throws {TableError} naming the columns that the frame lacks
 *
 * @example
 * ```ts
 * import { rowsOf, toFrame } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(rowsOf(toFrame([])), []);
 * assert.throws(() => rowsOf({ columns: ["step"], values: [] }), /lacks the columns run, host/);
 * ```
 */
export function rowsOf(frame: FrameLike): FrameRow[] {
  const missing = REQUIRED.filter((c) => !frame.columns.includes(c.name)).map((c) => c.name);
  if (missing.length > 0) {
    throw new TableError(
      `The frame lacks the column${missing.length > 1 ? "s" : ""} ${missing.join(", ")}. ` +
        `It has: ${frame.columns.join(", ")}. Keep all columns when you filter.`,
    );
  }
  const lacking = COLUMNS.filter((c) => !frame.columns.includes(c.name));
  const nullable = new Set<string>(COLUMNS.filter((c) => c.nullable).map((c) => c.name));
  return (frame.values as unknown[][]).map((values) => {
    const row: Record<string, unknown> = Object.fromEntries(lacking.map((c) => [c.name, null]));
    frame.columns.forEach((name, i) => {
      // Some operations of danfojs put NaN or undefined where null was.
      const gone = values[i] === undefined || (nullable.has(name) && Number.isNaN(values[i]));
      row[name] = gone ? null : values[i];
    });
    return row as unknown as FrameRow;
  });
}

/** Rows as they are, or the rows of a frame. */
export function asRows(data: FrameLike | readonly FrameRow[]): readonly FrameRow[] {
  return isFrame(data) ? rowsOf(data) : data;
}

/** Whether this is a danfojs frame rather than a list of rows. */
export function isFrame(data: FrameLike | readonly object[]): data is FrameLike {
  return !Array.isArray(data);
}

/** The schema's columns, then the extra fields of the rows in order of appearance. */
export function columnNames(rows: readonly FrameRow[]): string[] {
  const names = new Set<string>(COLUMNS.map((c) => c.name));
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}

function cell(row: FrameRow, name: string, index: number): unknown {
  const value = (row as unknown as Record<string, unknown>)[name];
  const column = COLUMNS.find((c) => c.name === name);
  if (value === undefined && column && !column.since) {
    throw new TableError(`Row ${index + 1} has no "${name}". A row needs every column.`);
  }
  return value ?? null;
}

function dtype(name: string, values: unknown[][], index: number): string {
  const column = COLUMNS.find((c) => c.name === name);
  if (column) return { text: "string", integer: "int32", number: "float32" }[column.type];
  const numeric = values.every((v) => v[index] === null || typeof v[index] === "number");
  return numeric ? "float32" : "string";
}

let loaded: typeof import("danfojs-node") | undefined;

/** Loads danfojs at first use: it takes half a second and 100 MB, which the CLI never needs. */
function danfo(): typeof import("danfojs-node") {
  return loaded ??= createRequire(import.meta.url)("danfojs-node");
}
