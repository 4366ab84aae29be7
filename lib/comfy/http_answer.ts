import type { IncomingMessage } from "node:http";
import { TooLargeError } from "./errors.ts";
import type { Reply } from "./http.ts";

/** A whole answer, which may lead elsewhere. */
export interface Answer extends Reply {
  location?: string;
}

/** What becomes of an answer while it is read. */
export interface Reading {
  /** Something came. */
  alive(): void;
  done(answer: Answer): void;
  /** It is larger than is taken. */
  fail(error: TooLargeError): void;
  /** The connection broke before its end. */
  broken(error: unknown): void;
}

/** Reads an answer into memory, up to `limit` bytes. */
export function readAnswer(from: IncomingMessage, what: string, limit: number, r: Reading): void {
  r.alive();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const add = (bytes: number) => {
    size += bytes;
    if (size > limit) r.fail(tooLarge(what, limit));
  };
  if (Number(from.headers["content-length"]) > limit) add(Infinity);
  from.on("data", (chunk: Uint8Array) => {
    r.alive();
    add(chunk.length);
    if (size <= limit) chunks.push(chunk);
  });
  const closed = () => r.broken({ code: "ECONNRESET", message: "closed before its end" });
  from.on("error", r.broken);
  from.on("close", closed);
  from.on("end", () => {
    if (!from.complete) return closed();
    r.done({
      status: from.statusCode ?? 0,
      mime: String(from.headers["content-type"] ?? "").split(";")[0].trim().toLowerCase(),
      bytes: join(chunks, size),
      location: from.headers.location,
    });
  });
}

const tooLarge = (what: string, limit: number) =>
  new TooLargeError(
    `The answer of ${what}`,
    limit,
    "Is this really ComfyUI? If so, allow more with `limits` of the host's options.",
  );

function join(chunks: Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0];
  const all = new Uint8Array(size);
  let at = 0;
  for (const c of chunks) {
    all.set(c, at);
    at += c.length;
  }
  return all;
}
