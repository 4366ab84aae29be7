import { metric, metricNames } from "@kgen/quality";
import { Drawing } from "./drawing.ts";
import { TableError } from "./errors.ts";
import { formatColumn } from "./format.ts";
import { type FrameLike, isFrame } from "./frame.ts";
import { COLUMNS, REQUIRED } from "./schema.ts";
import { spanOf, sparkline } from "./sparkline.ts";

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
  /** Columns of sentences: on a page they take several lines and are not cut. */
  wrap?: readonly string[];
  /** Columns of lists of numbers that are drawn as lines, all of a column on one scale. */
  sparklines?: readonly string[];
  /** Tell run, prompt and the like once above the table when all rows agree. Default true. */
  fold?: boolean;
}

/** A table ready to be drawn as HTML or as text. */
export interface TableView {
  title: string | null;
  /** What all rows agree on: head and value. */
  folded: [head: string, value: string][];
  columns: {
    head: string;
    unit: string;
    align: "left" | "right";
    /** Whether its texts take several lines. */
    wrap?: boolean;
    cells: string[];
    /** Cells that are drawn; null where there are only texts. */
    drawings: (Drawing | null)[] | null;
  }[];
  /** Rows above the gap, and how many the gap hides (0: none). */
  gap: { after: number; hidden: number };
  notes: string[];
}

/** What describes a run rather than a frame: told once when all rows agree. */
const FOLDABLE = [
  "run",
  "host",
  "variant",
  "gpu",
  "prompt",
  "seed",
  "batch",
  "reference",
  "tool",
  "way",
];

/** What many runs know nothing of: not shown when all rows have none. */
const MAY_BE_EMPTY = COLUMNS.filter((c) => c.since === 2).map((c) => c.name as string);

/** Chooses columns, rows, digits and notes; {@linkcode htmlTable} and `textTable` draw it. */
export function viewOf(data: FrameLike | readonly object[], o: TableOptions): TableView {
  const { names, rows } = tableOf(data);
  const shown = (n: string) =>
    o.fold === false || !MAY_BE_EMPTY.includes(n) || rows.some((r) => (r[n] ?? null) !== null);
  const wanted = o.columns ?? (rows.length > 0 ? names.filter(shown) : names);
  const unknown = [...wanted, ...o.sparklines ?? []].filter((n) =>
    rows.length > 0 && !names.includes(n)
  );
  if (unknown.length > 0) {
    throw new TableError(
      `There is no column ${unknown.join(", ")}. There are: ${names.join(", ")}.`,
    );
  }
  const isScores = REQUIRED.every((c) => names.includes(c.name));
  const foldable = (o.fold ?? true) && isScores && !o.columns && rows.length > 1;
  const constant = (n: string) => rows.every((r) => Object.is(r[n], rows[0][n]));
  const fold = foldable ? wanted.filter((n) => FOLDABLE.includes(n) && constant(n)) : [];
  const [first, hidden] = truncate(rows.length, o.maxRows ?? 20);
  // Only what is seen is formatted: a table may have a million rows.
  const seen = hidden > 0 ? [...rows.slice(0, first), ...rows.slice(first + hidden)] : rows;
  const columns = wanted.filter((n) => !fold.includes(n)).map((name) => {
    const known = isScores ? COLUMNS.find((c) => c.name === name) : undefined;
    const values = o.sparklines?.includes(name)
      ? drawn(name, seen.map((r) => r[name]))
      : seen.map((r) => r[name]);
    const { cells, align } = formatColumn(values, {
      exact: o.digits?.[name],
      most: known?.digits,
    });
    const isDrawn = values.some((v) => v instanceof Drawing);
    return {
      head: o.labels?.[name] ?? known?.label ?? name,
      unit: o.units?.[name] ?? known?.unit ?? "",
      align,
      ...(o.wrap?.includes(name) ? { wrap: true } : {}),
      cells,
      drawings: isDrawn ? values.map((v) => v instanceof Drawing ? v : null) : null,
    };
  });
  const folded = fold.map((name): [string, string] => [
    o.labels?.[name] ?? COLUMNS.find((c) => c.name === name)?.label ?? name,
    formatColumn([rows[0][name]]).cells[0],
  ]);
  const gap = { after: first, hidden };
  // What a query had to give otherwise than it is stored is said under its table.
  const { warnings = [] } = data as { warnings?: readonly string[] };
  const notes = [...isScores ? unitNotes(rows) : [], ...warnings];
  return { title: o.title ?? null, folded, columns, gap, notes };
}

function tableOf(data: FrameLike | readonly object[]) {
  if (isFrame(data)) {
    const rows = (data.values as unknown[][]).map((values) =>
      Object.fromEntries(data.columns.map((name, i) => [name, values[i]]))
    );
    return { names: data.columns, rows };
  }
  const rows = data as readonly Record<string, unknown>[];
  // The rows of a query know their order; JavaScript puts keys such as "8" before all others.
  const { columns } = data as { columns?: string[] };
  if (columns) return { names: columns, rows };
  return { names: [...new Set(rows.flatMap((r) => Object.keys(r)))], rows };
}

/** Lists of numbers as lines on one scale, so that rows can be compared. */
function drawn(name: string, lists: readonly unknown[]): (Drawing | null)[] {
  const isNumbers = (l: unknown): l is (number | null)[] =>
    Array.isArray(l) && l.every((v) => v === null || typeof v === "number");
  const wrong = lists.find((l) => l !== null && l !== undefined && !isNumbers(l));
  if (wrong !== undefined) {
    throw new TableError(
      `"${name}" cannot be drawn as a line: it holds ${typeof wrong}, not lists of numbers.`,
    );
  }
  const finite = lists.flatMap((l) => isNumbers(l) ? l : []).filter(Number.isFinite) as number[];
  const range = spanOf(finite);
  return lists.map((l) => isNumbers(l) ? sparkline(l, { range }) : null);
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
