import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { CheckerError } from "./errors.ts";

/** The data package, below the kgen folder. */
const PLACE = join("data", "checker");

/**
 * The folder of the checker's data: under KGEN_ROOT when it is set, else under the nearest folder above this file or
 * above the working folder that has it. This file also runs as a bundle in node_modules.
 */
export function checkerFolder(): string {
  if (process.env.KGEN_ROOT) return join(resolve(process.env.KGEN_ROOT), PLACE);
  for (const start of [dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (let at = start; at !== dirname(at); at = dirname(at)) {
      if (existsSync(join(at, PLACE, "reference.json"))) return join(at, PLACE);
    }
  }
  throw new CheckerError(
    PLACE,
    `no such folder above ${process.cwd()}. Set KGEN_ROOT to the kgen folder, or name the folder.`,
  );
}
