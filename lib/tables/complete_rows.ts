import type { Duck } from "./duck.ts";
import { runQuery } from "./query.ts";
import { identifier } from "./quote.ts";
import { COLUMNS, REQUIRED } from "./schema.ts";

const SQL_TYPES = { text: "varchar", integer: "bigint", number: "double" };

/**
 * SELECT of all from a source, with the columns of the present schema as null where they are scores of an
 * older one, in the schema's order.
 */
export async function completeSql(duck: Duck, source: string): Promise<string> {
  const { columns } = await runQuery(duck, `select * from ${source} limit 0`);
  if (!REQUIRED.every((c) => columns.includes(c.name))) return `select * from ${source}`;
  const known = COLUMNS.map(({ name, type }) =>
    columns.includes(name) ? identifier(name) : `null::${SQL_TYPES[type]} as ${identifier(name)}`
  );
  const extra = columns.filter((n) => !COLUMNS.some((c) => c.name === n)).map(identifier);
  return `select ${[...known, ...extra].join(", ")} from ${source}`;
}
