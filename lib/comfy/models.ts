import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidWorkflowError } from "./errors.ts";
import { kgenRoot } from "./root.ts";

/** A published model file that a template of the kit needs. The list is workflows/models.json. */
export interface ModelFile {
  /** File name, as loaders name it. */
  file: string;
  /** Folder under ComfyUI/models. */
  directory: string;
  url: string;
  /** Size, bytes; null where it is not known exactly. */
  bytes: number | null;
  /** Lower-case hex; null where it is not known. */
  sha256: string | null;
  /** What it is for, and how sure its size and hash are. */
  note: string;
}

let list: ModelFile[] | null = null;

/**
 * Every model file that the templates name, with where to get it.
 *
 * @throws InvalidWorkflowError when the folder of the kit is not found
 *
 * @example
 * ```ts
 * import { modelFiles } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const vae = modelFiles().find((m) => m.directory === "vae")!;
 * assert.equal(vae.file, "ae.safetensors");
 * ```
 */
export function modelFiles(): ModelFile[] {
  if (list === null) {
    const root = kgenRoot();
    if (!root) {
      throw new InvalidWorkflowError(
        "The folder of the kit was not found, so neither was its list of models. Set KGEN_ROOT to it.",
      );
    }
    list = JSON.parse(readFileSync(join(root, "workflows", "models.json"), "utf8"));
  }
  return structuredClone(list!);
}

/** Where to get a model file, in a sentence; "" for one that the kit does not know. */
export function whereToGet(file: string): string {
  // Hosts on Windows write folders with a backslash; only the last part is the file's name.
  const name = file.split(/[\\/]/).at(-1);
  const known = kgenRoot() ? modelFiles().find((m) => m.file === name) : undefined;
  if (!known) return "";
  const size = known.bytes === null ? "" : ` (${inWords(known.bytes)})`;
  return `Get it${size} from ${known.url} and put it in ComfyUI/models/${known.directory}/.`;
}

/** A size in GB or MB, powers of ten, as download pages give it. */
function inWords(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
