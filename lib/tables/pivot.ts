import type { Duck } from "./duck.ts";
import { TableError } from "./errors.ts";
import { type Rows, runQuery } from "./query.ts";
import type { Parameter } from "./parameters.ts";
import { identifier } from "./quote.ts";
import { type Where, whereSql } from "./where.ts";

/** What stands in a cell of a pivot. */
export type Statistic = "mean" | "sum" | "min" | "max" | "median" | "count" | "only";

/** What a pivot is made of. */
export interface PivotOptions {
  /** Columns whose values name the rows. */
  rows: string | readonly string[];
  /** The column whose values become columns. */
  columns: string;
  /** The column that fills the cells; default "value". */
  value?: string;
  /** Default "mean". "only" is the one value of a cell, and an error when there are several. */
  statistic?: Statistic;
  where?: Where;
}

/** Columns that a pivot may have: more is a table that nobody can read. */
const MOST = 500;

/** Each of a column, over the rows that a filter lets through. */
const SQL: Record<Statistic, (v: string, filter: string) => string> = {
  mean: (v, f) => exact("favg", "avg", v, f),
  sum: (v, f) => exact("fsum", "sum", v, f),
  min: (v, f) => `min(${v}) ${f}`,
  max: (v, f) => `max(${v}) ${f}`,
  median: (v, f) => `median(${v}) ${f}`,
  count: (v, f) => `count(${v}) ${f}`,
  only: (v, f) => `min(${v}) ${f}`,
};

/** By Kahan's sum, which makes NaN of Infinity: then the plain one knows better. */
function exact(kahan: string, plain: string, v: string, filter: string): string {
  return `case when isnan(${kahan}(${v}) ${filter}) then ${plain}(${v}) ${filter} ` +
    `else ${kahan}(${v}) ${filter} end`;
}

/** A pivot: a cell without values is null (count: 0), and never 0. */
export async function pivotOf(
  duck: Duck,
  rows: readonly string[],
  columns: string,
  value: string,
  statistic: Statistic,
  where: Where,
): Promise<Rows> {
  if (!Object.hasOwn(SQL, statistic)) {
    throw new TableError(
      `There is no statistic "${statistic}". There are: ${Object.keys(SQL).join(", ")}.`,
    );
  }
  const parameters: Parameter[] = [];
  const condition = whereSql(where, parameters);
  const column = identifier(columns);
  const found = await runQuery(
    duck,
    `select distinct ${column} as name from frames where ${condition} order by 1 nulls last limit ${
      MOST + 1
    }`,
    parameters,
  );
  if (found.length > MOST) {
    throw new TableError(
      `"${columns}" has more than ${MOST} values: choose rows with where, or another column.`,
    );
  }
  const keys = rows.map(identifier);
  if (statistic === "only") await checkOnly(duck, [...keys, column], value, condition, parameters);
  const used = new Set(rows.map((r) => r.toLowerCase()));
  const cells = found.map(({ name }) => {
    const alias = freeName(columns, name, used);
    const is = name === null
      ? `${column} is null`
      : `${column} = $${parameters.push(name as Parameter)}`;
    const cell = SQL[statistic](identifier(value), `filter (where ${is})`);
    return `${cell} as ${identifier(alias)}`;
  });
  return await runQuery(
    duck,
    `select ${[...keys, ...cells].join(", ")} from frames where ${condition} group by ${
      keys.join(", ")
    }
     order by ${keys.map((k) => `${k} nulls last`).join(", ")}`,
    parameters,
  );
}

async function checkOnly(
  duck: Duck,
  keys: readonly string[],
  value: string,
  condition: string,
  parameters: Parameter[],
): Promise<void> {
  const [many] = await runQuery(
    duck,
    `select ${keys.join(", ")}, count(${
      identifier(value)
    }) as "values" from frames where ${condition}
     group by ${keys.join(", ")} having count(${identifier(value)}) > 1 limit 1`,
    parameters,
  );
  if (many) {
    throw new TableError(
      `A cell of the pivot holds several values: ${JSON.stringify(many)}. ` +
        `Add a column to rows, choose with where, or take another statistic than "only".`,
    );
  }
}

/** The value as a name; with its column before it where another has that name, such as null and "null". */
function freeName(column: string, value: unknown, used: Set<string>): string {
  const plain = value instanceof Date ? value.toISOString() : String(value);
  let name = plain === "" || used.has(plain.toLowerCase()) ? `${column} = ${plain}` : plain;
  for (let i = 2; used.has(name.toLowerCase()); i++) name = `${column} = ${plain} (${i})`;
  used.add(name.toLowerCase());
  return name;
}
