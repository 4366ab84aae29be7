import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { csvFormatRows } from "d3-dsv";
import type { Column } from "./columns.ts";
import type { Row } from "./run_row.ts";
import { writeWhole } from "./write_whole.ts";

/** A table of a data set. */
export interface Table {
  /** Its file is `<name>.csv`. */
  name: string;
  title: string;
  columns: Column[];
  rows: Row[];
}

/** Writes the tables, and `datapackage.json` that describes them with their hashes, after the texts given. */
export function writeDatapackage(dir: string, texts: object, tables: readonly Table[]): void {
  const resources = tables.map((table) => {
    const text = tableText(table);
    writeWhole(join(dir, `${table.name}.csv`), text);
    return resource(table, text);
  });
  const whole = { ...texts, resources };
  writeWhole(join(dir, "datapackage.json"), JSON.stringify(whole, null, 2) + "\n");
}

function tableText({ columns, rows }: Table): string {
  const names = columns.map(([name]) => name);
  const cells = rows.map((row) => names.map((name) => String(row[name] ?? "")));
  return csvFormatRows([names, ...cells]) + "\n";
}

function resource({ name, title, columns }: Table, text: string) {
  return {
    name,
    path: `${name}.csv`,
    title,
    format: "csv",
    mediatype: "text/csv",
    encoding: "utf-8",
    bytes: Buffer.byteLength(text),
    hash: `sha256:${createHash("sha256").update(text).digest("hex")}`,
    schema: { fields: columns.map(([name, type, description]) => ({ name, type, description })) },
  };
}
