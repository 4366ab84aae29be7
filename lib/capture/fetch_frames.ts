import { ComfyError, type FileRef } from "@kgen/comfy";
import type { Context } from "./context.ts";
import { frameName } from "./frame_name.ts";
import type { Outcome } from "./outcome.ts";

/** The pictures that PreviewImage nodes made, in order. */
export function picturesOf(outcome: Outcome, previews: string[]): FileRef[] {
  return previews.flatMap((id) => outcome.outputs[id]?.images ?? []);
}

/** Fetches one picture of a host as the frame of an evaluation. Null, and a warning, when that fails. */
export async function fetchFrame(c: Context, ref: FileRef, n: number): Promise<string | null> {
  const picture = await c.host.view(ref, { signal: c.stop }).catch((error) => {
    if (!(error instanceof ComfyError) || c.stop.aborted) throw error;
    c.warnings.push(`Frame ${n} could not be fetched: ${error.message}`);
    return null;
  });
  if (picture === null) return null;
  const name = frameName(n, picture.mime);
  c.folder.file(name, picture.bytes);
  return name;
}
