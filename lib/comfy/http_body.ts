import { Buffer } from "node:buffer";
import type { ClientRequest } from "node:http";
import type { RequestOptions } from "./http.ts";

/** Bytes handed to the socket at once, so that a slow upload shows that it lives. */
const piece = 64 * 1024;

/** What is sent with a request, and its type; null for nothing. */
export function bodyOf(o: Pick<RequestOptions, "body" | "raw">): RequestOptions["raw"] | null {
  if (o.raw) return o.raw;
  if (o.body === undefined) return null;
  return { mime: "application/json", bytes: Buffer.from(JSON.stringify(o.body)) };
}

/** Hands the body over in pieces; each one that is taken shows that the connection lives. */
export function sendBody(out: ClientRequest, bytes: Uint8Array, alive: () => void): void {
  let at = 0;
  const next = () => {
    alive();
    if (out.destroyed) return;
    if (at >= bytes.length) return void out.end();
    const chunk = bytes.subarray(at, at + piece);
    at += chunk.length;
    out.write(chunk, (error) => {
      if (!error) next();
    });
  };
  next();
}
