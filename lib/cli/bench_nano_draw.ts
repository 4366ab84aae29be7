import { randomUUID } from "node:crypto";
import { type Changes, type Graph, type Host, patch } from "@kgen/comfy";
import { blanked, type EditCase, type Picture } from "@kgen/quality";
import { type Language, maskPicture, pngOf, type PromptCase } from "./bench_nano_cases.ts";
import type { Variant } from "./bench_nano_variants.ts";

/** A picture that a host has made. */
export interface Drawn {
  /** A picture file, PNG. */
  bytes: Uint8Array;
  /** From the start of the job to its end, s: text, sampling, decoding, saving, without previews. */
  seconds: number;
}

/** Runs a graph without previews and fetches its picture. The first job of a model loads it in that time. */
export async function draw(host: Host, graph: Graph, signal?: AbortSignal): Promise<Drawn> {
  const promptId = randomUUID(), clientId = randomUUID();
  const stream = await host.listen(clientId, { signal });
  let start: number | null = null, seconds: number | null = null;
  const stop = () => void host.interrupt(promptId).catch(() => {});
  signal?.addEventListener("abort", stop, { once: true });
  try {
    signal?.throwIfAborted();
    await host.submit(graph, { promptId, clientId, extraData: { preview_method: "none" } });
    for await (const e of stream) {
      if (e.kind !== "message" || e.data.prompt_id !== promptId) continue;
      if (e.type === "execution_error") throw new Error(`the host: ${e.data.exception_message}`);
      if (e.type === "execution_start") start ??= e.t;
      if (e.type === "execution_success" && start !== null) seconds = (e.t - start) / 1000;
      // Only then the history has it.
      if (e.type === "executing" && e.data.node === null) break;
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    stream.close();
  }
  signal?.throwIfAborted();
  if (seconds === null) throw new Error(`the host did not say that job ${promptId} is done`);
  const outputs = (await host.history(promptId, { signal }))[promptId]?.outputs ?? {};
  const [image] = Object.values(outputs).flatMap((o: any) => o.images ?? []);
  if (!image) throw new Error(`job ${promptId} left no picture in the history`);
  return { bytes: (await host.view(image, { signal })).bytes, seconds };
}

/** The graph of a prompt. */
export function promptGraph(v: Variant, c: PromptCase, language: Language): Graph {
  return patch(v.workflow, { ...v.changes, prompt: c[language], seed: c.seed }).graph;
}

/** What an edit changes in its workflow; its picture, and the mask for what is to be filled in, are uploaded first. */
export async function editChanges(
  host: Host,
  v: Variant,
  c: EditCase,
  source: Picture,
  language: Language,
  signal?: AbortSignal,
): Promise<Changes> {
  const send = async (name: string, picture: Picture) =>
    (await host.upload(await pngOf(picture), { name, overwrite: true, signal })).filename;
  const image = await send(`${c.id}.png`, c.mask ? blanked(source, c.mask) : source);
  const mask = c.mask && await send(`${c.id}-mask.png`, maskPicture(c.mask));
  return { ...v.changes, prompt: c[language], seed: c.seed, image, ...(mask ? { mask } : {}) };
}

/** The workflow of an edit. */
export const editWorkflow = (v: Variant, c: EditCase) => c.mask ? v.masked! : v.workflow;
