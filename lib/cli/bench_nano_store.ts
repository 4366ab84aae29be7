import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "@kgen/notebook";
import type { Variant } from "./bench_nano_variants.ts";
import { writeWhole } from "./write_file.ts";

/** SHA-256 of everything in data/nano that a picture depends on: weights, graphs, words. */
export function weightsHash(): string {
  const folder = join(projectRoot(), "data/nano"), hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) {
    if (!/\.(onnx|safetensors)$|^vocab\.json$/.test(name)) continue;
    hash.update(name).update("\0").update(readFileSync(join(folder, name)));
  }
  return hash.digest("hex");
}

/**
 * The pictures of one variant that are made already. Their folder is named for the weights and the settings: others
 * begin anew, and none is mixed with them.
 */
export class PictureStore {
  readonly folder: string;

  constructor(out: string, v: Variant, weights: string) {
    const graphs = JSON.stringify([v.workflow.graph, v.masked?.graph, v.changes, weights]);
    const mark = createHash("sha256").update(graphs).digest("hex").slice(0, 8);
    this.folder = join(out, "pictures", `${v.name}-${mark}`);
  }

  #path(id: string, language: string): string {
    return join(this.folder, `${id}-${language}.png`);
  }

  has(id: string, language: string): boolean {
    return existsSync(this.#path(id, language));
  }

  put(id: string, language: string, bytes: Uint8Array): void {
    writeWhole(this.#path(id, language), bytes);
  }

  path(id: string, language: string): string {
    return this.#path(id, language);
  }
}
