import { ComfyError, type FileRef, type Graph, type Host } from "@kgen/comfy";
import type { Outcome } from "./outcome.ts";
import type { RunFolder } from "./folder.ts";
import { frameName, padded } from "./frame_name.ts";

/**
 * Fetches the pictures that a job saved: the first as frames/final.png, the others of a batch as
 * frames/final-002.png and so on. SaveImage's come before those of PreviewImage.
 *
 * A picture that cannot be fetched is a warning: the measurement stands without it.
 *
 * @returns path of the first within the Run folder, or null when there is none
 */
export async function fetchPictures(
  host: Host,
  graph: Graph,
  outcome: Outcome,
  folder: RunFolder,
  warnings: string[],
): Promise<string | null> {
  const rank = (id: string) => graph[id]?.class_type === "SaveImage" ? 0 : 1;
  const nodes = Object.keys(outcome.outputs).sort((a, b) => rank(a) - rank(b));
  const refs: FileRef[] = nodes.flatMap((id) => outcome.outputs[id]?.images ?? []);
  const saved = refs.filter((r) => r.type !== "temp");
  let first: string | null = null;
  if (refs.length === 0) warnings.push("The job saved no picture.");
  for (const [i, ref] of (saved.length > 0 ? saved : refs).entries()) {
    const picture = await host.view(ref).catch((error) => {
      if (!(error instanceof ComfyError)) throw error;
      warnings.push(`A picture of the job could not be fetched: ${error.message}`);
    });
    if (!picture) continue;
    const stem: string = first === null ? "final" : `final-${padded(i + 1)}`;
    const name: string = frameName(stem, picture.mime);
    folder.file(name, picture.bytes);
    first ??= name;
  }
  return first;
}
