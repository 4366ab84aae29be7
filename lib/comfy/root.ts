import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/**
 * The folder of the kit, where `workflows/` and `data/` are: KGEN_ROOT when it is set, else the
 * nearest folder above this file whose package.json is named "kgen". The same file is also bundled
 * into node_modules/@kgen/comfy, hence the walk. Null when there is none.
 *
 * @example
 * ```ts
 * import { kgenRoot } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * assert.ok(kgenRoot());
 * ```
 */
export function kgenRoot(): string | null {
  if (process.env.KGEN_ROOT) return resolve(process.env.KGEN_ROOT);
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = join(folder, "package.json");
    if (existsSync(file) && isKgen(file)) return folder;
    const above = dirname(folder);
    if (above === folder) return null;
    folder = above;
  }
}

function isKgen(file: string): boolean {
  try {
    return JSON.parse(readFileSync(file, "utf8")).name === "kgen";
  } catch {
    return false;
  }
}
