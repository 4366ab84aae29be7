/** Rows or a frame that lack a column, or hold what the column cannot hold. */
export class TableError extends Error {
  override readonly name = "TableError";
}

/** SQL that DuckDB refused; the message is its own, with the columns there are where a name was wrong. */
export class QueryError extends Error {
  override readonly name = "QueryError";
  /** What was asked. */
  readonly sql: string;

  constructor(message: string, sql: string, options?: ErrorOptions) {
    super(message, options);
    this.sql = sql;
  }
}

/** DuckDB cannot be loaded: everything else works, but no Parquet file and no query. */
export class NoDuckError extends Error {
  override readonly name = "NoDuckError";

  constructor(options?: ErrorOptions) {
    super(
      "DuckDB is not installed: the package @duckdb/node-api cannot be loaded. ./kgen setup installs it.",
      options,
    );
  }
}

/** A run that cannot be scored; `run` is its id. */
export class ScoreError extends Error {
  override readonly name = "ScoreError";
  /** The id of the run. */
  readonly run: string;

  constructor(run: string, message: string, options?: ErrorOptions) {
    super(`Run ${run}: ${message}`, options);
    this.run = run;
  }
}

/** One thing that is wrong in a CSV file. */
export interface CsvProblem {
  /** Line in the file, from 1. */
  line: number;
  /** The column, or null when the whole row is wrong. */
  column: string | null;
  /** What is wrong, in words. */
  message: string;
}

/** A CSV file with bad rows. The good ones are in `rows`, so that nothing need be lost. */
export class CsvError<Row = unknown> extends Error {
  override readonly name = "CsvError";
  /** The file, or null for text in memory. */
  readonly file: string | null;
  /** Everything that is wrong, in order of lines. */
  readonly problems: CsvProblem[];
  /** The rows that are right. */
  readonly rows: Row[];

  constructor(file: string | null, problems: CsvProblem[], rows: Row[] = []) {
    const shown = problems.slice(0, 5).map((p) =>
      `line ${p.line}${p.column === null ? "" : `, column "${p.column}"`}: ${p.message}`
    );
    if (problems.length > 5) shown.push(`and ${problems.length - 5} more`);
    super(`${file ?? "CSV text"}: ${shown.join("; ")}`);
    this.file = file;
    this.problems = problems;
    this.rows = rows;
  }
}
