import { ComfyError, type FileRef, type Graph, type Host } from "@kgen/comfy";
import type { Outcome } from "./outcome.ts";
import type { RunFolder } from "./folder.ts";

const endings: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
};

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
    // The name is ours: a name from a host never decides where a file goes.
    const number: string = first === null ? "" : `-${String(i + 1).padStart(3, "0")}`;
    const name: string = `frames/final${number}.${endings[picture.mime] ?? "bin"}`;
    folder.file(name, picture.bytes);
    first ??= name;
  }
  return first;
}
