import type { Address } from "./address.ts";
import { redact } from "./auth.ts";
import { NotComfyError, statusError } from "./errors.ts";
import type { Reply } from "./http.ts";

/** The body of an answer as text. */
export function text(reply: Reply): string {
  return new TextDecoder().decode(reply.bytes);
}

/** The beginning of an answer, for an error: without line breaks, and without anything secret. */
export function beginning(at: Address, reply: Reply, length = 60): string {
  return redact(text(reply), at.secrets).trim().slice(0, length).replace(/\s+/g, " ");
}

/** Throws for an answer whose status is not a success. */
export function mustSucceed(at: Address, path: string, reply: Reply): void {
  if (reply.status < 400) return;
  const page = reply.mime === "text/html";
  throw statusError(reply.status, at.base + path, page ? "" : beginning(at, reply, 200));
}

/** The JSON of an answer; HTML and the rest mean that somebody else sits at this address. */
export function asJson(at: Address, path: string, reply: Reply): any {
  try {
    return JSON.parse(text(reply));
  } catch {
    throw new NotComfyError(
      at.base,
      `${path} gave ${reply.mime || "an answer without a type"} (HTTP ${reply.status}), ` +
        `beginning with ${JSON.stringify(beginning(at, reply))}`,
    );
  }
}
