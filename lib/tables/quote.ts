import { TableError } from "./errors.ts";

/** A name as an identifier of SQL, whatever is in it. */
export function identifier(name: string): string {
  if (name === "") throw new TableError("A column or table needs a name.");
  return `"${plain(name).replaceAll('"', '""')}"`;
}

/** A text as a literal of SQL, for the places where no value can be bound. */
export function literal(text: string): string {
  return `'${plain(text).replaceAll("'", "''")}'`;
}

/** A path that DuckDB takes for that one file, though it may hold the marks of a pattern. */
export function exactPath(path: string): string {
  return path.replace(/[*?[]/g, "[$&]");
}

function plain(text: string): string {
  if (typeof text !== "string" || text.includes("\0")) {
    throw new TableError(`${JSON.stringify(text)} cannot stand in a query.`);
  }
  return text;
}

/** Throws when one of the names is not a column, with those that are. */
export function checkColumns(
  names: readonly string[],
  columns: readonly string[],
  of = "the data",
): void {
  const unknown = names.filter((n) => !columns.includes(n));
  if (unknown.length > 0) {
    throw new TableError(
      `There is no column ${unknown.map((n) => `"${n}"`).join(", ")} in ${of}. There are: ${
        columns.join(", ")
      }.`,
    );
  }
}
