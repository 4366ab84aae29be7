import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { NoDuckError, query } from "@kgen/tables";
import { flush, partSchema } from "./parts_write.ts";
import { diskError, unfinishedName } from "./write_whole.ts";

/** Parts that are gathered into one file: opening a file costs DuckDB 0.2 ms, and a sweep may have 10,000. */
export const gatheredAtOnce = 500;

/** What is in `parts/`: files of many parts, and the parts that are in none of them. */
export interface Found {
  gathered: string[];
  loose: string[];
}

const quoted = (paths: readonly string[]) =>
  paths.map((p) => `'${p.replaceAll("'", "''")}'`).join(", ");

/** Finds the parts of a sweep, each once. */
export async function findParts(folder: { parts: string }): Promise<Found> {
  if (!existsSync(folder.parts)) return { gathered: [], loose: [] };
  const names = readdirSync(folder.parts).filter((n) => n.endsWith(".parquet"));
  const inside = join(folder.parts, "gathered");
  const files = existsSync(inside)
    ? readdirSync(inside).filter((n) => n.endsWith(".parquet")).sort().map((n) => join(inside, n))
    : [];
  const has = files.length > 0 ? await contents(files) : new Map<string, string[]>();
  const covered = new Set<string>();
  const gathered: string[] = [];
  for (const file of files) {
    const ids = has.get(file) ?? [];
    // Two that gathered at once may overlap: one of them counts.
    if (ids.length === 0 || ids.some((id) => covered.has(id))) continue;
    ids.forEach((id) => covered.add(id));
    gathered.push(file);
  }
  const loose = names.filter((n) => !covered.has(n.slice(0, -8))).sort()
    .map((n) => join(folder.parts, n));
  return { gathered, loose };
}

async function contents(files: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await query(
    `select file_name, decode(value) as ids from parquet_kv_metadata([${quoted(files)}]) ` +
      "where key = 'cells'::blob",
  );
  return new Map(rows.map((r) => [String(r.file_name), String(r.ids).split(" ")]));
}

/**
 * Copies loose parts into files of 500, whole or not at all, so that a query opens fewer. The parts stay as they are: what is
 * gathered can be thrown away and made again.
 *
 * @param least loose parts from which it is worth it
 * @returns parts that were gathered; without DuckDB they stay as they are
 * @throws SweepError "disk"
 */
export async function gatherParts(
  folder: { parts: string },
  least = gatheredAtOnce,
): Promise<number> {
  try {
    return await gather(folder, least);
  } catch (error) {
    if (error instanceof NoDuckError) return 0;
    throw error;
  }
}

async function gather(folder: { parts: string }, least: number): Promise<number> {
  const { loose } = await findParts(folder);
  const inside = join(folder.parts, "gathered");
  let count = 0;
  for (let at = 0; loose.length - at >= least; at += gatheredAtOnce) {
    const some = loose.slice(at, at + gatheredAtOnce);
    if (some.length === 0) break;
    const ids = some.map((p) => p.slice(folder.parts.length + 1, -8)).join(" ");
    const name = createHash("sha256").update(ids).digest("hex").slice(0, 16);
    const unfinished = unfinishedName(join(inside, name));
    try {
      mkdirSync(inside, { recursive: true });
      await query(
        `copy (select * from read_parquet([${quoted(some)}], union_by_name = true)) to ` +
          `${
            quoted([unfinished])
          } (format parquet, kv_metadata {part: '${partSchema}', cells: '${ids}'})`,
      );
      flush(unfinished);
      renameSync(unfinished, join(inside, `${name}.parquet`));
    } catch (cause) {
      throw diskError(inside, cause);
    } finally {
      rmSync(unfinished, { force: true });
    }
    count += some.length;
  }
  return count;
}

/** The SQL that reads all parts of a sweep, or null when there are none. */
export function readPartsSql({ gathered, loose }: Found): string | null {
  const files = [...gathered, ...loose];
  return files.length === 0 ? null : `read_parquet([${quoted(files)}], union_by_name = true)`;
}
