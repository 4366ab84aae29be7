import { stat } from "node:fs/promises";
import type { Duck } from "./duck.ts";
import { TableError } from "./errors.ts";
import { exactPath, literal } from "./quote.ts";
import { runQuery } from "./query.ts";

/** The files of a pattern; a path that exists is that file, whatever marks are in it. */
export async function filesOf(duck: Duck, pattern: string): Promise<string[]> {
  if (await isFile(pattern)) return [pattern];
  const found = await runQuery(duck, "select file from glob($1) order by file", [pattern]);
  return found.map((row) => row.file as string);
}

/** The SQL that reads these Parquet files, columns matched by name. */
export function readSql(files: readonly string[]): string {
  const list = files.map((f) => literal(exactPath(f))).join(", ");
  return `read_parquet([${list}], union_by_name = true)`;
}

/**
 * What is to be known of the columns of these files: those of float32, and those that are text in one
 * and numbers in another, which DuckDB would make text without a word.
 */
export async function columnWarnings(duck: Duck, files: readonly string[]): Promise<string[]> {
  const list = files.map((f) => literal(exactPath(f))).join(", ");
  const found = await runQuery(
    duck,
    `select name, list(distinct type order by type) as types, arg_min(file_name, file_name) as file,
       max(file_name) filter (type = 'BYTE_ARRAY') as text_file,
       max(file_name) filter (type <> 'BYTE_ARRAY') as other_file
     from parquet_schema([${list}]) where type is not null group by name order by name`,
  );
  const warnings: string[] = [];
  for (const { name, types, text_file, other_file } of found) {
    if ((types as string[]).includes("FLOAT")) {
      warnings.push(`${name} is float32 in the file: its values have 7 digits.`);
    }
    if (text_file !== null && other_file !== null) {
      warnings.push(
        `${name} is text in ${text_file} and numbers in ${other_file}: here it is text everywhere.`,
      );
    }
  }
  return warnings;
}

/** The key-value metadata of each file, without those of other tools' schemas. */
export async function metadataOf(
  duck: Duck,
  files: readonly string[],
): Promise<Record<string, string>[]> {
  const list = files.map((f) => literal(exactPath(f))).join(", ");
  const found = await runQuery(
    duck,
    `select file_name, decode(key) as key, decode(value) as value
     from parquet_kv_metadata([${list}]) where key <> 'ARROW:schema'::blob`,
  );
  return files.map((file) =>
    Object.fromEntries(
      found.filter((r) => r.file_name === file).map((r) => [r.key as string, r.value as string]),
    )
  );
}

/** Throws when there are none. */
export function someFiles(files: readonly string[], pattern: string): readonly string[] {
  if (files.length === 0) throw new TableError(`${pattern}: there is no such Parquet file.`);
  return files;
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then((s) => s.isFile(), () => false);
}
