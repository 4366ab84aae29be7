/**
 * Writes the workflow templates. `deno run -A workflows/make.ts` writes each in both forms:
 * NAME.api.json for the kit, NAME.json for opening in ComfyUI's page. Their sources are in
 * workflows/templates/ and the model files in workflows/models.json: change them there.
 */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { toUi, type Workflow } from "@kgen/comfy";
import { control } from "./templates/control.ts";
import { customSampler } from "./templates/custom.ts";
import { editing } from "./templates/edit.ts";
import { image } from "./templates/image.ts";
import { lora } from "./templates/lora.ts";
import { models } from "./templates/models.ts";
import { text } from "./templates/text.ts";

/** Every template. */
export const sources: Workflow[] = [
  ...text,
  ...customSampler,
  ...lora,
  ...image,
  ...control,
  ...editing,
];

/** The text of all files, by file name. */
export function build(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const w of sources) {
    files[`${w.name}.api.json`] = JSON.stringify(w.graph, null, 2) + "\n";
    files[`${w.name}.json`] = JSON.stringify(toUi(w, { models }), null, 2) + "\n";
  }
  return files;
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(build())) {
    writeFileSync(new URL(name, import.meta.url), text);
    process.stdout.write(`wrote workflows/${name}\n`);
  }
}
