import { accessSync, constants } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** Why there is no profile, and what to do: a tool, a permission or the process itself is missing. */
export class ProfileError extends Error {
  override name = "ProfileError";
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/**
 * Where py-spy is: named by KGEN_PYSPY, else on the PATH, else in the kit's own .venv. Null when nowhere.
 *
 * @example
 * ```ts
 * import { findPySpy } from "@kgen/capture";
 *
 * const where = findPySpy({ PATH: "" });
 * console.assert(where === null || where.includes("py-spy"));
 * ```
 */
export function findPySpy(env: Record<string, string | undefined> = process.env): string | null {
  if (env.KGEN_PYSPY) return env.KGEN_PYSPY;
  const name = process.platform === "win32" ? "py-spy.exe" : "py-spy";
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  // The kit's root, as seen from this file and from a bundle that runs in the kit's folder.
  const roots = [process.cwd()];
  for (let at = dirname(fileURLToPath(import.meta.url)), i = 0; i < 5; i++, at = dirname(at)) {
    roots.push(at);
  }
  for (const folder of [...folders, ...roots.map((r) => join(r, ".venv", "bin"))]) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not here
    }
  }
  return null;
}
