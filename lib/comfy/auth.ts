import { Buffer } from "node:buffer";
import { ComfyError } from "./comfy_error.ts";

/** How a proxy before ComfyUI wants to know who asks. ComfyUI itself has no authentication. */
export type Auth =
  | { kind: "basic"; user: string; password: string }
  | { kind: "bearer"; token: string }
  | { kind: "header"; name: string; value: string };

/**
 * Reads credentials from one line of text: `bearer TOKEN`, `basic user:password` or `Name: value`.
 *
 * @throws ComfyError that names the three forms, and never repeats the text
 *
 * @example
 * ```ts
 * import { parseAuth } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * assert.equal(parseAuth("Bearer abc").kind, "bearer");
 * assert.deepEqual(parseAuth("X-Key: abc"), { kind: "header", name: "X-Key", value: "abc" });
 * assert.throws(() => parseAuth("abc"), /basic user:password/);
 * ```
 */
export function parseAuth(text: string): Auth {
  const given = text.trim();
  const bearer = /^bearer\s+(\S+)$/i.exec(given);
  if (bearer) return { kind: "bearer", token: bearer[1] };
  const basic = /^basic\s+([^:]+):(.*)$/i.exec(given);
  if (basic) return { kind: "basic", user: basic[1], password: basic[2] };
  const header = /^([A-Za-z0-9!#$%&'*+.^_`|~-]+):\s*(.+)$/.exec(given);
  if (header) return { kind: "header", name: header[1], value: header[2] };
  throw new ComfyError(
    "unauthorised",
    'The credentials have none of the forms "bearer TOKEN", "basic user:password", "Name: value".',
  );
}

/** The header that carries the credentials, and the texts in it that nobody else may see. */
export function authHeader(auth: Auth): { name: string; value: string; secrets: string[] } {
  if (auth.kind === "bearer") {
    return { name: "Authorization", value: `Bearer ${auth.token}`, secrets: [auth.token] };
  }
  if (auth.kind === "header") return { name: auth.name, value: auth.value, secrets: [auth.value] };
  const pair = Buffer.from(`${auth.user}:${auth.password}`, "utf8").toString("base64");
  return { name: "Authorization", value: `Basic ${pair}`, secrets: [pair, auth.password] };
}

/** Takes secrets out of a text that somebody else wrote, such as an answer that repeats our headers. */
export function redact(text: string, secrets: readonly string[]): string {
  // The longest first: a short one may be a part of it.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.length > 0) text = text.replaceAll(secret, "***");
  }
  return text;
}
