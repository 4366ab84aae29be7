import { metric, metricNames } from "@kgen/quality";
import { TableError } from "./errors.ts";
import { formatColumn } from "./format.ts";
import { type FrameLike, isFrame } from "./frame.ts";
import { COLUMNS } from "./schema.ts";

/** How a table is shown. Columns that are not named keep their defaults. */
export interface TableOptions {
  /** A line above the table. */
  title?: string;
  /** Which columns, in this order. Default: all. */
  columns?: readonly string[];
  /** Heads in place of the column names. */
  labels?: Record<string, string>;
  /** Units in the heads. */
  units?: Record<string, string>;
  /** Digits after the point. Default: chosen by column. */
  digits?: Record<string, number>;
  /** Rows shown at most, default 20; the middle ones are hidden and counted. */
  maxRows?: number;
  /** Places a text takes at most, default 40. */
  maxText?: number;
  /** Tell run, prompt and the like once above the table when all rows agree. Default true. */
  fold?: boolean;
}

/** A table ready to be drawn as HTML or as text. */
export interface TableView {
  title: string | null;
  /** What all rows agree on: head and value. */
  folded: [head: string, value: string][];
  columns: { head: string; unit: string; align: "left" | "right"; cells: string[] }[];
  /** Rows above the gap, and how many the gap hides (0: none). */
  gap: { after: number; hidden: number };
  notes: string[];
}

/** What describes a run rather than a frame: told once when all rows agree. */
const FOLDABLE = ["run", "host", "variant", "gpu", "prompt", "seed", "batch", "reference"];

/** Chooses columns, rows, digits and notes; {@linkcode htmlTable} and `textTable` draw it. */
export function viewOf(data: FrameLike | readonly object[], o: TableOptions): TableView {
  const { names, rows } = tableOf(data);
  const wanted = o.columns ?? names;
  const unknown = wanted.filter((n) => rows.length > 0 && !names.includes(n));
  if (unknown.length > 0) {
    throw new TableError(
      `There is no column ${unknown.join(", ")}. There are: ${names.join(", ")}.`,
    );
  }
  const isScores = COLUMNS.every((c) => names.includes(c.name));
  const foldable = (o.fold ?? true) && isScores && !o.columns && rows.length > 1;
  const constant = (n: string) => rows.every((r) => Object.is(r[n], rows[0][n]));
  const fold = foldable ? wanted.filter((n) => FOLDABLE.includes(n) && constant(n)) : [];
  const [first, hidden] = truncate(rows.length, o.maxRows ?? 20);
  const columns = wanted.filter((n) => !fold.includes(n)).map((name) => {
    const known = isScores ? COLUMNS.find((c) => c.name === name) : undefined;
    const { cells, align } = formatColumn(rows.map((r) => r[name]), {
      exact: o.digits?.[name],
      most: known?.digits,
    });
    if (hidden > 0) cells.splice(first, hidden);
    return {
      head: o.labels?.[name] ?? known?.label ?? name,
      unit: o.units?.[name] ?? known?.unit ?? "",
      align,
      cells,
    };
  });
  const folded = fold.map((name): [string, string] => [
    o.labels?.[name] ?? COLUMNS.find((c) => c.name === name)?.label ?? name,
    formatColumn([rows[0][name]]).cells[0],
  ]);
  const gap = { after: first, hidden };
  return { title: o.title ?? null, folded, columns, gap, notes: isScores ? unitNotes(rows) : [] };
}

function tableOf(data: FrameLike | readonly object[]) {
  if (isFrame(data)) {
    const rows = (data.values as unknown[][]).map((values) =>
      Object.fromEntries(data.columns.map((name, i) => [name, values[i]]))
    );
    return { names: data.columns, rows };
  }
  const rows = data as readonly Record<string, unknown>[];
  return { names: [...new Set(rows.flatMap((r) => Object.keys(r)))], rows };
}

/** How many rows come before the gap, and how many it hides. */
function truncate(count: number, most: number): [first: number, hidden: number] {
  const shown = Math.max(Math.floor(most), 2);
  return count <= shown ? [count, 0] : [Math.ceil(shown / 2), count - shown];
}

/** The value column mixes metrics, so their units stand below the table. */
function unitNotes(rows: readonly Record<string, unknown>[]): string[] {
  const known = new Set(metricNames());
  const used = [...new Set(rows.map((r) => String(r.metric)))].filter((n) => known.has(n));
  return used.filter((n) => metric(n).unit !== "").map((n) => `${n} in ${metric(n).unit}`);
}
