import { kgenRoot } from "@kgen/comfy";

/**
 * The folder of the kit.
 *
 * @throws {Error} when it cannot be found.
 *
 * @example
 * ```ts
 * import { projectRoot } from "@kgen/notebook";
 * import { existsSync } from "node:fs";
 * import assert from "node:assert/strict";
 *
 * assert(existsSync(`${projectRoot()}/deno.json`));
 * ```
 */
export function projectRoot(): string {
  const root = kgenRoot();
  if (!root) throw new Error("the folder of kgen was not found; set KGEN_ROOT to it");
  return root;
}
