import { readFileSync } from "node:fs";
import { join } from "node:path";
import { blanked, type EditCase } from "@kgen/quality";
import {
  editCases,
  languages,
  pngOf,
  type PromptCase,
  promptCases,
  spread,
} from "./bench_nano_cases.ts";
import { type Bench, picture } from "./bench_nano_pictures.ts";
import { counter } from "./bench_nano_progress.ts";
import { type Sample, writeSheet } from "./bench_nano_samples.ts";
import { PictureStore } from "./bench_nano_store.ts";
import type { Variant } from "./bench_nano_variants.ts";

/** How many samples a sheet has. */
export const SAMPLES = 64;

/** 64 samples of a variant as they come, evenly spread over its cases, every other one from its Chinese prompt; the file. */
export async function samples(b: Bench, v: Variant, folder: string): Promise<string> {
  const all = v.name === "edit" ? editCases(Infinity) : promptCases(Infinity);
  const store = new PictureStore(b.out, v, b.weights);
  const found: Sample[] = [], line = counter(`${v.title}, samples`, SAMPLES);
  for (const [i, c] of spread<PromptCase | EditCase>(all, SAMPLES).entries()) {
    const language = languages[i % 2], isNew = !store.has(c.id, language);
    if (isNew) store.put(c.id, language, await picture(b, v, c, language));
    const made = readFileSync(store.path(c.id, language));
    const source = "kind" in c && b.sources.get(c.id)!;
    const before = source && await pngOf("mask" in c && c.mask ? blanked(source, c.mask) : source);
    found.push({
      pictures: before ? [before, made] : [made],
      text: `${language === "zh" ? "(zh) " : ""}${c.en}`,
    });
    line.tick(isNew);
  }
  line.end();
  const file = join(folder, `${v.name}.webp`);
  await writeSheet(file, found);
  return file;
}
