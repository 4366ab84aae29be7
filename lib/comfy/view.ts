import { NotComfyError, statusError } from "./errors.ts";
import type { FileRef } from "./file_ref.ts";
import type { HostRequests } from "./host_requests.ts";
import type { RequestOptions } from "./http.ts";

/** Fetches a file that a host has saved. */
export async function fetchFile(
  requests: HostRequests,
  ref: FileRef,
  o: Partial<RequestOptions>,
): Promise<{ bytes: Uint8Array; mime: string }> {
  const url = requests.at.base;
  const query = new URLSearchParams({
    filename: ref.filename,
    subfolder: ref.subfolder ?? "",
    type: ref.type ?? "output",
  });
  const { status, mime, bytes } = await requests.any(`/view?${query}`, o);
  if (status !== 200) throw statusError(status, `${url}/view of ${ref.filename}`);
  if (mime === "text/html") {
    throw new NotComfyError(url, `/view of ${ref.filename} gave a web page`);
  }
  return { bytes, mime };
}
