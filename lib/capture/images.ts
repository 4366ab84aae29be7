import type { Changes, FileRef, Host } from "@kgen/comfy";

/** Name of an uploaded file, as LoadImage takes it. */
const nameOf = (ref: FileRef) => ref.subfolder ? `${ref.subfolder}/${ref.filename}` : ref.filename;

/** Uploads the pictures of a capture, and gives the changes that name them. */
export async function uploadImages(
  host: Host,
  o: { images?: { image?: string; mask?: string }; signal?: AbortSignal },
): Promise<Pick<Changes, "image" | "mask">> {
  const changes: Pick<Changes, "image" | "mask"> = {};
  for (const what of ["image", "mask"] as const) {
    const path = o.images?.[what];
    if (path !== undefined) changes[what] = nameOf(await host.upload(path, { signal: o.signal }));
  }
  return changes;
}
