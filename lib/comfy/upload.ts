import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { NotComfyError, TooLargeError } from "./errors.ts";
import { safeFileName } from "./file_name.ts";
import type { FileRef } from "./file_ref.ts";

export interface UploadOptions {
  /** Name on the host; default the name of the file, or "upload.png" for bytes. */
  name?: string;
  /** Folder of the host; default input, where LoadImage looks. */
  type?: "input" | "temp";
  subfolder?: string;
  /** Replaces a file of this name; otherwise the host picks another name, which is returned. */
  overwrite?: boolean;
  signal?: AbortSignal;
}

/** A form as browsers send it (RFC 7578): fields, and one file named `image`. */
export async function uploadForm(
  file: Uint8Array | string,
  o: UploadOptions,
  limit: number,
): Promise<{ mime: string; bytes: Uint8Array }> {
  const size = typeof file === "string" ? (await stat(file)).size : file.length;
  if (size > limit) {
    throw new TooLargeError(
      typeof file === "string" ? file : "The upload",
      limit,
      "Send a smaller picture, or allow more with `limits` of the host's options.",
    );
  }
  const bytes = typeof file === "string" ? await readFile(file) : file;
  const name = safeFileName(o.name ?? (typeof file === "string" ? basename(file) : "upload.png"));
  const boundary = `kgen-${randomBytes(16).toString("hex")}`;
  const fields: Record<string, string> = { type: o.type ?? "input" };
  if (o.subfolder) fields.subfolder = o.subfolder;
  if (o.overwrite) fields.overwrite = "true";
  const head = Object.entries(fields)
    .map(([key, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`
    )
    .join("") +
    `--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="${name}"\r\n` +
    "Content-Type: application/octet-stream\r\n\r\n";
  return {
    mime: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}

/** Where the host has put an upload, by its answer. */
export function uploaded(url: string, path: string, body: any): FileRef {
  if (typeof body?.name !== "string") throw new NotComfyError(url, `${path} gave no name`);
  return { filename: body.name, subfolder: body.subfolder ?? "", type: body.type ?? "input" };
}
