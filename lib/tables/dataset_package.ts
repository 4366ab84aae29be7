import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { DatasetError } from "./dataset_error.ts";

/** A column of a table, as a datapackage.json describes it (Frictionless Table Schema). */
export interface DatasetField {
  name: string;
  type: "string" | "integer" | "number";
  /** Meaning and unit. */
  description?: string;
}

/** A file of a package. */
export interface DatasetResource {
  name: string;
  path: string;
  title?: string;
  format: string;
  hash?: string;
  schema?: { fields: DatasetField[] };
}

/** A folder of tables with its description. */
export interface DatasetPackage {
  name: string;
  title: string;
  description: string;
  sources: { title: string; path?: string }[];
  /** Under what the data were recorded. */
  conditions?: Record<string, string>;
  resources: DatasetResource[];
}

/** The mark by which the data folder is known. */
const MARK = join("data", "gpus", "datapackage.json");

/**
 * The data folder: under KGEN_ROOT when it is set, else under the nearest folder above this file or
 * above the working folder that has it. This file also runs as a bundle in node_modules.
 */
export function dataFolder(): string {
  if (process.env.KGEN_ROOT) return join(resolve(process.env.KGEN_ROOT), "data");
  for (const start of [dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (let at = start; at !== dirname(at); at = dirname(at)) {
      if (existsSync(join(at, MARK))) return join(at, "data");
    }
  }
  throw new DatasetError(
    `The data folder (the one with ${MARK}) is not above ${process.cwd()}. Set KGEN_ROOT to the kgen folder.`,
  );
}

/** Names of the packages that hold tables. */
export function packageNames(): string[] {
  const folder = dataFolder();
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, "datapackage.json")))
    .sort();
}

/** The description of a package. */
export function readPackage(name: string): DatasetPackage {
  const file = join(dataFolder(), name, "datapackage.json");
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new DatasetError(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** The tables of a package: its resources that are CSV with a schema. */
export function tablesOf(description: DatasetPackage): DatasetResource[] {
  return description.resources.filter((r) => r.format === "csv" && r.schema !== undefined);
}
