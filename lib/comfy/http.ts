import { clearTimeout, setTimeout } from "node:timers";
import { HostTimeoutError, HostUnreachableError, HttpError, NotComfyError } from "./errors.ts";
import type { Address } from "./address.ts";

/** A whole answer, read into memory. */
export interface Reply {
  status: number;
  mime: string;
  bytes: Uint8Array;
}

interface RequestOptions {
  method?: string;
  body?: unknown;
  /** ms of silence after which the request is given up; it starts again with every chunk. */
  timeout: number;
}

/**
 * One HTTP request. The timeout counts silence, not the whole time, so that a large picture over
 * a slow network still arrives.
 */
export async function request(at: Address, path: string, o: RequestOptions): Promise<Reply> {
  const url = at.base + path;
  const stop = new AbortController();
  let silent = false;
  let timer = setTimeout(() => {}, 0);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      silent = true;
      stop.abort();
    }, o.timeout);
  };
  alive();
  try {
    const answer = await fetch(url, {
      method: o.method ?? "GET",
      headers: o.body === undefined
        ? at.headers
        : { ...at.headers, "Content-Type": "application/json" },
      body: o.body === undefined ? undefined : JSON.stringify(o.body),
      signal: stop.signal,
    });
    const chunks: Uint8Array[] = [];
    if (answer.body) {
      const reader = answer.body.getReader();
      for (;;) {
        alive();
        const { done, value } = await reader.read();
        if (done) break;
        chunks.push(value);
      }
    }
    const mime = (answer.headers.get("content-type") ?? "").split(";")[0].trim().toLowerCase();
    return { status: answer.status, mime, bytes: join(chunks) };
  } catch (error) {
    if (silent) throw new HostTimeoutError(at.base, `in answer to ${path}`, o.timeout);
    throw new HostUnreachableError(at.base, reason(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** A request whose answer must be JSON with a status of success. */
export async function requestJson(at: Address, path: string, o: RequestOptions): Promise<any> {
  const reply = await request(at, path, o);
  if (reply.status >= 400) {
    throw new HttpError(
      reply.status,
      at.base + path,
      reply.mime === "text/html" ? "" : text(reply),
    );
  }
  return asJson(at, path, reply);
}

/** The JSON of an answer; HTML and the rest mean that somebody else sits at this address. */
export function asJson(at: Address, path: string, reply: Reply): any {
  const body = text(reply);
  try {
    return JSON.parse(body);
  } catch {
    const start = body.trim().slice(0, 60).replace(/\s+/g, " ");
    throw new NotComfyError(
      at.base,
      `${path} gave ${reply.mime || "an answer without a type"} (HTTP ${reply.status}), ` +
        `beginning with ${JSON.stringify(start)}`,
    );
  }
}

/** The body of an answer as text. */
export function text(reply: Reply): string {
  return new TextDecoder().decode(reply.bytes);
}

function join(chunks: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((n, c) => n + c.length, 0));
  let at = 0;
  for (const c of chunks) {
    all.set(c, at);
    at += c.length;
  }
  return all;
}

const reasons: [RegExp, string][] = [
  [/ECONNREFUSED|refused/i, "connection refused, nothing listens on this port"],
  [/ENOTFOUND|EAI_AGAIN|lookup address|dns error/i, "the name of the host is not known"],
  [/ETIMEDOUT|timed out/i, "the connection timed out"],
  [/bad port/i, "this port is one that HTTP clients refuse to use"],
  [/EHOSTUNREACH|ENETUNREACH|unreachable/i, "there is no route to it"],
  [/ECONNRESET|reset by peer|closed before|UND_ERR_SOCKET/i, "the connection was cut"],
  [/certificate|SELF_SIGNED|CERT_/i, "its TLS certificate is not trusted"],
];

/** Deno and Node word the same failure differently; here it becomes one plain reason. */
export function reason(error: unknown): string {
  const said: string[] = [];
  let e: any = error;
  for (let depth = 0; e && depth < 5; depth++) {
    said.push(String(e.code ?? ""), String(e.message ?? e));
    for (const inner of e.errors ?? []) said.push(String(inner.code ?? ""), String(inner.message));
    e = e.cause;
  }
  const all = said.join(" ");
  return reasons.find(([pattern]) => pattern.test(all))?.[1] ?? said.filter(Boolean).join(", ");
}
