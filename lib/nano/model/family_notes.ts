import { existsSync } from "node:fs";
import { join } from "node:path";
import { family } from "./family.ts";

/** What to know of the models in a folder: which of them lack their LoRA, and are Base for that long. */
export function familyNotes(folder: string): string[] {
  return Object.entries(family).flatMap(([name, { lora }]) =>
    lora && !existsSync(join(folder, lora))
      ? [`${name} is not distilled: ${lora} is not in ${folder}, and without it this is Base.`]
      : []
  );
}
