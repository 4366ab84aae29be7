import type { Changes, FileRef, Host } from "@kgen/comfy";
import { CapturePictureError } from "./errors.ts";
import { pictureProblem } from "./picture_file.ts";

/** Name of an uploaded file, as LoadImage takes it. */
const nameOf = (ref: FileRef) => ref.subfolder ? `${ref.subfolder}/${ref.filename}` : ref.filename;

/**
 * Uploads the pictures of a capture, and gives the changes that name them.
 *
 * @throws {CapturePictureError} for a file that is no picture; nothing is uploaded then.
 */
export async function uploadImages(
  host: Host,
  o: { images?: { image?: string; mask?: string }; signal?: AbortSignal },
): Promise<Pick<Changes, "image" | "mask">> {
  const changes: Pick<Changes, "image" | "mask"> = {};
  for (const what of ["image", "mask"] as const) {
    const path = o.images?.[what], problem = path === undefined ? null : pictureProblem(path);
    if (problem !== null) throw new CapturePictureError(what, problem);
  }
  for (const what of ["image", "mask"] as const) {
    const path = o.images?.[what];
    if (path !== undefined) changes[what] = nameOf(await host.upload(path, { signal: o.signal }));
  }
  return changes;
}
