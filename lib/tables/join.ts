import { makeTable, namesOf } from "./append_rows.ts";
import type { Duck } from "./duck.ts";
import { TableError } from "./errors.ts";
import { type Rows, runQuery } from "./query.ts";
import type { Parameter } from "./parameters.ts";
import { checkColumns, identifier } from "./quote.ts";
import { type Where, whereSql } from "./where.ts";

/** How rows are joined. */
export interface JoinOptions {
  /** Columns that both sides have and that must be equal, each on its own. */
  on: string | readonly string[];
  /** "left" (default) keeps rows without a partner, "inner" leaves them out, "full" keeps those of both. */
  how?: "left" | "inner" | "full";
  /** Which rows of the dataset. */
  where?: Where;
}

/**
 * Rows of `frames` beside rows that are given. Keys are compared column by column, by type: ("a-b", "c") is
 * not ("a", "b-c"), and 1 is not "1". null equals nothing, as in SQL; the warnings count such rows.
 */
export async function joinOf(
  duck: Duck,
  columns: readonly { name: string; type: string }[],
  right: readonly object[],
  on: readonly string[],
  how: "left" | "inner" | "full",
  where: Where,
): Promise<Rows> {
  if (!["left", "inner", "full"].includes(how)) {
    throw new TableError(`A join is "left", "inner" or "full", not "${how}".`);
  }
  if (on.length === 0) throw new TableError("A join needs a column to join on.");
  const { names } = namesOf(right);
  checkColumns(on, names, "the rows to join");
  await runQuery(duck, "drop table if exists joined_rows");
  await makeTable(duck, "joined_rows", right, names, false);
  try {
    const types = await runQuery(duck, "describe joined_rows");
    for (const key of on) {
      const mine = columns.find((c) => c.name === key)!.type;
      const theirs = types.find((t) => t.column_name === key)!.column_type as string;
      if ((mine === "VARCHAR") !== (theirs === "VARCHAR") && right.length > 0) {
        throw new TableError(
          `"${key}" is ${word(mine)} in the dataset and ${
            word(theirs)
          } in the rows to join: make them one type.`,
        );
      }
    }
    const own = columns.map((c) => c.name);
    const taken = new Set(own.map((n) => n.toLowerCase()));
    const added = names.filter((n) => !on.includes(n)).map((n) => {
      let alias = n;
      while (taken.has(alias.toLowerCase())) alias += "_right";
      taken.add(alias.toLowerCase());
      return `r.${identifier(n)} as ${identifier(alias)}`;
    });
    const parameters: Parameter[] = [];
    const condition = whereSql(where, parameters);
    const equal = on.map((k) => `l.${identifier(k)} = r.${identifier(k)}`).join(" and ");
    const left = own.map((n) =>
      on.includes(n) && how === "full"
        ? `coalesce(l.${identifier(n)}, r.${identifier(n)}) as ${identifier(n)}`
        : `l.${identifier(n)}`
    );
    const rows = await runQuery(
      duck,
      `select ${[...left, ...added].join(", ")} from (select * from frames where ${condition}) l
       ${how} join joined_rows r on ${equal}`,
      parameters,
    );
    const warnings = [...rows.warnings, ...await doubts(duck, on)];
    return Object.assign(rows, { warnings });
  } finally {
    await runQuery(duck, "drop table if exists joined_rows");
  }
}

/** What may surprise: keys that are null, and keys that multiply rows. */
async function doubts(duck: Duck, on: readonly string[]): Promise<string[]> {
  const keys = on.map(identifier);
  const none = keys.map((k) => `${k} is null`).join(" or ");
  const [{ nulls, twice }] = await runQuery(
    duck,
    `select count(*) filter (where ${none}) as nulls,
       (select count(*) from (select 1 from joined_rows where not (${none})
        group by ${keys.join(", ")} having count(*) > 1)) as twice from joined_rows`,
  );
  const found: string[] = [];
  if (nulls) {
    found.push(`${nulls} of the rows to join have null in ${on.join(", ")}: they match nothing.`);
  }
  if (twice) {
    found.push(
      `${twice} keys (${on.join(", ")}) stand more than once in the rows to join: rows multiply.`,
    );
  }
  return found;
}

const word = (type: string) => type === "VARCHAR" ? "text" : type.toLowerCase();
