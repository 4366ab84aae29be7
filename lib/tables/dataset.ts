import { csvParseRows } from "d3-dsv";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CsvError, type CsvProblem } from "./errors.ts";
import { DatasetError } from "./dataset_error.ts";
import {
  dataFolder,
  type DatasetField,
  type DatasetPackage,
  type DatasetResource,
  packageNames,
  readPackage,
  tablesOf,
} from "./dataset_package.ts";
import type { Datasets } from "./dataset_rows.ts";

/**
 * The rows of a table of the kit's data packages, typed: numbers are numbers, an empty field is null.
 *
 * @param name "package/table", such as "h100/runs"; "gpus" alone for a package of one table
 * @throws {DatasetError} no such data set (the message lists those there are)
 * @throws {CsvError} a file that does not hold what its datapackage.json says, with each bad line
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { dataset } from "@kgen/tables";
 *
 * const table = dataset("seed/benchmark");
 * for (const row of table) assert.equal((row.nfe / row.time_s).toFixed(2), row.k_gen.toFixed(2));
 * assert.equal(dataset("h100/runs").filter((run) => run.group === "steps").length, 24);
 * ```
 */
export function dataset<Name extends keyof Datasets>(name: Name): Datasets[Name][] {
  const { folder, table } = find(name);
  const file = join(dataFolder(), folder, table.path);
  return parse(readFileSync(file, "utf8"), table.schema!.fields, file) as unknown as Datasets[
    Name
  ][];
}

/**
 * What the package of a data set says of itself: title, description, sources, conditions, columns.
 *
 * @throws {DatasetError} no such data set
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { datasetInfo } from "@kgen/tables";
 *
 * assert.match(datasetInfo("h100/runs").description, /RANDOM WEIGHTS/);
 * ```
 */
export function datasetInfo(name: keyof Datasets): DatasetPackage {
  return find(name).description;
}

/**
 * Names of the data sets that {@linkcode dataset} reads.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { datasetNames } from "@kgen/tables";
 *
 * assert.ok(datasetNames().includes("h100/runs"));
 * ```
 */
export function datasetNames(): (keyof Datasets)[] {
  const names = packageNames().flatMap((folder) =>
    tablesOf(readPackage(folder)).map(({ name }) => name === folder ? folder : `${folder}/${name}`)
  );
  return names as (keyof Datasets)[];
}

function find(
  name: string,
): { folder: string; description: DatasetPackage; table: DatasetResource } {
  const [folder, table = folder] = name.split("/");
  const description = packageNames().includes(folder) ? readPackage(folder) : null;
  const found = description && tablesOf(description).find((r) => r.name === table);
  if (!found) {
    throw new DatasetError(
      `There is no data set "${name}". There are: ${datasetNames().join(", ")}.`,
    );
  }
  return { folder, description, table: found };
}

/** CSV text as rows by a schema. */
function parse(text: string, fields: DatasetField[], file: string) {
  const [head, ...records] = csvParseRows(text);
  const names = fields.map((f) => f.name);
  if (head.join() !== names.join()) {
    const message = `the header is ${head.join()}, and datapackage.json says ${names.join()}`;
    throw new CsvError(file, [{ line: 1, column: null, message }]);
  }
  const problems: CsvProblem[] = [];
  const rows = records.map((record, i) => {
    if (record.length !== fields.length) {
      const message = `${record.length} fields where the header has ${fields.length}`;
      problems.push({ line: i + 2, column: null, message });
    }
    return Object.fromEntries(fields.map((field, j) => {
      const value = cell(record[j] ?? "", field.type);
      if (typeof value === "number" && Number.isNaN(value)) {
        const message = `"${record[j]}" is not ${
          field.type === "integer" ? "an" : "a"
        } ${field.type}`;
        problems.push({ line: i + 2, column: field.name, message });
      }
      return [field.name, value];
    }));
  });
  if (problems.length > 0) throw new CsvError(file, problems, rows);
  return rows;
}

function cell(text: string, type: DatasetField["type"]): string | number | null {
  if (text === "") return null;
  if (type === "string") return text;
  const value = Number(text);
  return type === "integer" && !Number.isInteger(value) ? NaN : value;
}
