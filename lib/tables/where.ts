import type { Parameter } from "./parameters.ts";
import { identifier } from "./quote.ts";

/** Which rows: a value, or a list of which any will do, for each column. null is a value too. */
export type Where = Readonly<Record<string, Parameter>>;

/** The condition with its values to bind; "true" when there is none. */
export function whereSql(where: Where, values: Parameter[]): string {
  const parts = Object.entries(where).map(([column, wanted]) => {
    const list = Array.isArray(wanted) ? wanted : [wanted as Parameter];
    const each = list.map((value) => {
      if (value === null) return `${identifier(column)} is null`;
      values.push(value);
      return `${identifier(column)} = $${values.length}`;
    });
    return each.length === 0 ? "false" : `(${each.join(" or ")})`;
  });
  return parts.length === 0 ? "true" : parts.join(" and ");
}
