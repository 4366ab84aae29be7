import { type Host, patch } from "@kgen/comfy";
import type { EditCase, Picture } from "@kgen/quality";
import { languages, type PromptCase, promptsOf } from "./bench_nano_cases.ts";
import { draw, editChanges, editWorkflow, promptGraph } from "./bench_nano_draw.ts";
import { counter } from "./bench_nano_progress.ts";
import { PictureStore } from "./bench_nano_store.ts";
import type { Variant } from "./bench_nano_variants.ts";

/** Everything that the steps of a bench share. */
export interface Bench {
  host: Host;
  out: string;
  weights: string;
  prompts: PromptCase[];
  edits: EditCase[];
  sources: Map<string, Picture>;
  signal: AbortSignal;
}

/** Makes those pictures of a variant that are not there yet. */
export async function makePictures(b: Bench, v: Variant): Promise<void> {
  const cases = v.name === "edit" ? b.edits : promptsOf(v.name, b.prompts);
  const store = new PictureStore(b.out, v, b.weights);
  const line = counter(v.title, 2 * cases.length);
  for (const c of cases) {
    for (const language of languages) {
      const isNew = !store.has(c.id, language);
      if (isNew) store.put(c.id, language, await picture(b, v, c, language));
      line.tick(isNew);
    }
  }
  line.end();
}

/** Draws a case. */
export async function picture(
  b: Bench,
  v: Variant,
  c: PromptCase | EditCase,
  language: "en" | "zh",
): Promise<Uint8Array> {
  if (!("kind" in c)) return (await draw(b.host, promptGraph(v, c, language), b.signal)).bytes;
  const changes = await editChanges(b.host, v, c, b.sources.get(c.id)!, language, b.signal);
  return (await draw(b.host, patch(editWorkflow(v, c), changes).graph, b.signal)).bytes;
}
