import type { DataFrame } from "danfojs-node";
import type { Duck } from "./duck.ts";
import { TableError } from "./errors.ts";
import { toFrame } from "./frame.ts";
import { type GroupMean, groupMeanOf } from "./group_mean.ts";
import { joinOf, type JoinOptions } from "./join.ts";
import type { Parameter, Parameters } from "./parameters.ts";
import { pivotOf, type PivotOptions } from "./pivot.ts";
import { type Row, type Rows, runQuery } from "./query.ts";
import { checkColumns } from "./quote.ts";
import type { FrameRow } from "./schema.ts";
import { type Where, whereSql } from "./where.ts";

/** Which rows of a dataset are wanted as rows. */
export interface RowsOptions {
  where?: Where;
  /** More than that is refused, for they would fill the memory; default 200,000. */
  atMost?: number;
}

/**
 * Scores of frames of many Runs or files as one dataset, queried where they lie.
 *
 * SQL knows the table `frames`; with Run folders also `runs` and `evaluations`.
 */
export class FramesDataset {
  /** Columns of `frames`, with their types in DuckDB. */
  readonly columns: readonly { name: string; type: string }[];
  /** Folders and files that were found. */
  readonly sources: readonly string[];
  /** What was left out or is not as it seems, in words. */
  readonly warnings: readonly string[];
  #duck: Duck;

  /** Made by {@linkcode framesDataset}. */
  constructor(
    duck: Duck,
    columns: readonly { name: string; type: string }[],
    sources: readonly string[],
    warnings: readonly string[],
  ) {
    this.#duck = duck;
    this.columns = columns;
    this.sources = sources;
    this.warnings = warnings;
  }

  /** Any SQL over `frames` (and `runs`, `evaluations`), as `query`. */
  async sql(sql: string, parameters?: Parameters): Promise<Rows> {
    const hint = () => `The table frames has the columns ${this.#names().join(", ")}.`;
    return await runQuery(this.#duck, sql, parameters, hint);
  }

  /**
   * Mean, standard deviation and standard error of a column by others, in their order. null is in no mean
   * and counted in `nulls`; sd of one value is null.
   *
   * @param value default "value"
   * @throws {TableError} a column that is not there, with those that are, or one of text
   */
  async groupMean(
    by: string | readonly string[],
    value = "value",
    { where = {} }: { where?: Where } = {},
  ): Promise<Rows<GroupMean & Record<string, any>>> {
    const keys = list(by);
    this.#check([...keys, value, ...Object.keys(where)]);
    this.#checkNumeric(value);
    return await groupMeanOf(this.#duck, keys, value, where);
  }

  /**
   * The values of one column as columns: `pivot({ rows: "variant", columns: "step", where: { metric: "rmse" } })`.
   * A cell without values is null.
   */
  async pivot(o: PivotOptions): Promise<Rows> {
    const { value = "value", statistic = "mean", where = {} } = o;
    const rows = list(o.rows);
    this.#check([...rows, o.columns, value, ...Object.keys(where)]);
    if (rows.length === 0) throw new TableError("A pivot needs a column for its rows.");
    if (["mean", "sum", "median"].includes(statistic)) this.#checkNumeric(value);
    return await pivotOf(this.#duck, rows, o.columns, value, statistic, where);
  }

  /** Rows of `frames` beside other rows, joined on columns that both have. */
  async join(right: readonly object[], o: JoinOptions): Promise<Rows> {
    const { how = "left", where = {} } = o;
    this.#check([...list(o.on), ...Object.keys(where)]);
    return await joinOf(this.#duck, this.columns, right, list(o.on), how, where);
  }

  /** How many rows `frames` has. */
  async count(where: Where = {}): Promise<number> {
    this.#check(Object.keys(where));
    const values: Parameter[] = [];
    const sql = `select count(*) as n from frames where ${whereSql(where, values)}`;
    return (await runQuery(this.#duck, sql, values))[0].n as number;
  }

  /** Rows of `frames` in memory. Refuses more than `atMost`. */
  async rows({ where = {}, atMost = 200_000 }: RowsOptions = {}): Promise<Rows<FrameRow & Row>> {
    const n = await this.count(where);
    if (n > atMost) {
      throw new TableError(
        `${n} rows are more than atMost (${atMost}). Choose some with where, or compute with ` +
          `groupMean, pivot or sql, which load nothing.`,
      );
    }
    const values: Parameter[] = [];
    const sql = `select * from frames where ${whereSql(where, values)}`;
    return await runQuery(this.#duck, sql, values) as unknown as Rows<FrameRow & Row>;
  }

  /** The same as a danfojs frame, for a notebook. */
  async frame(options?: RowsOptions): Promise<DataFrame> {
    return toFrame(await this.rows(options));
  }

  /** Gives DuckDB's memory back. */
  close(): void {
    this.#duck.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #names(): string[] {
    return this.columns.map((c) => c.name);
  }

  #check(names: readonly string[]): void {
    checkColumns(names, this.#names(), "frames");
  }

  #checkNumeric(name: string): void {
    const { type } = this.columns.find((c) => c.name === name)!;
    if (!/INT|DOUBLE|FLOAT|DECIMAL/.test(type)) {
      const told = type === "VARCHAR" ? "text" : `of type ${type}`;
      throw new TableError(`"${name}" is ${told}, and this wants numbers.`);
    }
  }
}

function list(names: string | readonly string[]): readonly string[] {
  return typeof names === "string" ? [names] : [...new Set(names)];
}
