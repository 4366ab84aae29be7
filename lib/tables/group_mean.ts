import type { Duck } from "./duck.ts";
import { QueryError, TableError } from "./errors.ts";
import { type Rows, runQuery } from "./query.ts";
import type { Parameter } from "./parameters.ts";
import { identifier } from "./quote.ts";
import { type Where, whereSql } from "./where.ts";

/** A group of rows: the columns it was made by, and these. */
export interface GroupMean {
  /** Values that are not null. */
  n: number;
  /** Values that are null: they are in no mean. */
  nulls: number;
  /** Mean of the n values; null without any. Infinite or NaN when a value is. */
  mean: number | null;
  /** Standard deviation (n - 1); null for fewer than two values, and where one is not finite. */
  sd: number | null;
  /** Standard error of the mean, sd/√n. */
  se: number | null;
}

const OWN = ["n", "nulls", "mean", "sd", "se"];

/** Mean of a column by others, in order of these. */
export async function groupMeanOf(
  duck: Duck,
  by: readonly string[],
  value: string,
  where: Where,
): Promise<Rows<GroupMean & Record<string, any>>> {
  const taken = by.find((name) => OWN.includes(name.toLowerCase()));
  if (taken !== undefined) {
    throw new TableError(
      `Grouping by "${taken}" would hide the ${taken} of the group: rename it in sql().`,
    );
  }
  const parameters: Parameter[] = [];
  const condition = whereSql(where, parameters);
  const keys = by.map(identifier);
  const v = identifier(value);
  const sqlWith = (mean: string, sd: string) =>
    `select *, sd / sqrt(n) as se from (
       select ${[...keys, ""].join(", ")} count(${v}) as n, count(*) - count(${v}) as nulls,
         ${mean} as mean, ${sd} as sd
       from frames where ${condition} ${keys.length > 0 ? "group by all" : ""})
     ${keys.length > 0 ? `order by ${keys.map((k) => `${k} nulls last`).join(", ")}` : ""}`;
  type Result = Rows<GroupMean & Record<string, any>>;
  // Kahan's sum: the order in which threads come together changes the last digit of a plain one.
  const quick = sqlWith(`favg(${v})`, `stddev_samp(${v})`);
  try {
    const rows = await runQuery(duck, quick, parameters) as unknown as Result;
    if (rows.every((r) => !Number.isNaN(r.mean))) return rows;
  } catch (error) {
    if (!(error instanceof QueryError && /out of range/i.test(error.message))) throw error;
  }
  // Something is not finite: Kahan's sum makes NaN of Infinity, and stddev_samp refuses it.
  const finite = `isfinite(${v}::double)`;
  const all = `count(*) filter (where not ${finite}) = 0`;
  const some = `filter (where ${finite})`;
  return await runQuery(
    duck,
    sqlWith(
      `case when ${all} then favg(${v}) ${some} else avg(${v}) end`,
      `case when ${all} then stddev_samp(${v}) ${some} end`,
    ),
    parameters,
  ) as unknown as Result;
}
