import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The file by which the kgen folder is known. */
const mark = join("lib", "nano", "main.ts");

/**
 * The kgen folder: `KGEN_ROOT`, else the nearest folder above this module, else above the working folder.
 *
 * This module also runs as a bundle under `node_modules/@kgen`, so its own place alone does not tell.
 */
export function kgenRoot(): string {
  if (process.env.KGEN_ROOT) return process.env.KGEN_ROOT;
  for (const start of [dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (let at = start; at !== dirname(at); at = dirname(at)) {
      if (existsSync(join(at, mark))) return at;
    }
  }
  throw new Error(
    `cannot find the kgen folder (the one with ${mark}) above ${process.cwd()}: set KGEN_ROOT to it`,
  );
}

/**
 * The path of a file of the nano model's data package: `nano-v1.safetensors`, `vocab.json`.
 *
 * @example
 * ```ts
 * import { nanoFile } from "@kgen/nano";
 * import assert from "node:assert/strict";
 * import { existsSync } from "node:fs";
 *
 * assert(existsSync(nanoFile("vocab.json")));
 * ```
 */
export function nanoFile(name: string): string {
  return join(kgenRoot(), "data", "nano", name);
}
