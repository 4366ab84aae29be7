import { Buffer } from "node:buffer";
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { clearTimeout, setTimeout } from "node:timers";
import type { Address } from "./address.ts";
import {
  ComfyError,
  HostTimeoutError,
  HostUnreachableError,
  HttpError,
  InterruptedError,
  TooLargeError,
} from "./errors.ts";
import { reason } from "./reason.ts";

/** A whole answer, read into memory. */
export interface Reply {
  status: number;
  mime: string;
  bytes: Uint8Array;
}

export interface RequestOptions {
  method?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  raw?: { mime: string; bytes: Uint8Array };
  /** ms of silence after which the request is given up; it starts again with every chunk. */
  timeout: number;
  /** Bytes of the answer that are taken. */
  limit: number;
  signal?: AbortSignal;
}

/** Connections are kept for questions, and never used twice for what changes something on the host. */
const agents = {
  http: new HttpAgent({ keepAlive: true, maxFreeSockets: 2, timeout: 30_000 }),
  https: new HttpsAgent({ keepAlive: true, maxFreeSockets: 2, timeout: 30_000 }),
};

/** Bytes handed to the socket at once, so that a slow upload shows that it lives. */
const piece = 64 * 1024;

/**
 * One HTTP request, by node:http, since fetch takes an own CA in neither Deno nor Node. The timeout
 * counts silence, not the whole time, so that a large picture over a slow network still arrives. A
 * redirect is followed only within the same origin: credentials never go anywhere else.
 */
export async function request(at: Address, path: string, o: RequestOptions): Promise<Reply> {
  let url = new URL(at.base + path);
  const { origin } = url;
  const asks = (o.method ?? "GET") === "GET";
  for (let hops = 0;; hops++) {
    let answer: Reply & { location?: string };
    try {
      answer = await once(at, url, path, o);
    } catch (error) {
      // A kept connection that the host has closed meanwhile says nothing about the host.
      if (!(error instanceof StaleConnection)) throw error;
      answer = await once(at, url, path, o, false);
    }
    if (answer.location === undefined || answer.status < 300 || answer.status > 399) return answer;
    const next = URL.canParse(answer.location, url) ? new URL(answer.location, url) : null;
    if (next?.origin === origin && asks && hops < 5) {
      url = next;
      continue;
    }
    const to = next === null || next.origin === origin ? "another place" : next.origin;
    throw new HttpError(
      answer.status,
      at.base + path,
      `it is at ${to}. A redirect to another address is not followed, so that credentials go nowhere ` +
        "else; if you trust it, give that address.",
    );
  }
}

class StaleConnection extends Error {}

function once(
  at: Address,
  url: URL,
  path: string,
  o: RequestOptions,
  keep = (o.method ?? "GET") === "GET",
): Promise<Reply & { location?: string }> {
  const content = o.raw ??
    (o.body === undefined
      ? null
      : { mime: "application/json", bytes: Buffer.from(JSON.stringify(o.body)) });
  return new Promise((resolve, reject) => {
    const secure = url.protocol === "https:";
    let timer: ReturnType<typeof setTimeout> | undefined;
    let settled = false;
    const settle = (end: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      o.signal?.removeEventListener("abort", onAbort);
      end();
    };
    const fail = (error: unknown) => {
      settle(() => reject(error));
      outgoing?.destroy();
    };
    const onAbort = () =>
      fail(
        new InterruptedError(`Stopped while ${at.base} was asked for ${path}.`, {
          cause: o.signal?.reason,
        }),
      );
    const alive = () => {
      if (settled) return;
      clearTimeout(timer);
      timer = setTimeout(
        () => fail(new HostTimeoutError(at.base, `in answer to ${path}`, o.timeout)),
        o.timeout,
      );
    };
    const broken = (error: unknown) => {
      const stale = keep && outgoing?.reusedSocket && /ECONNRESET|EPIPE/.test((error as any)?.code);
      fail(
        stale
          ? new StaleConnection()
          : new HostUnreachableError(at.base, reason(error), { cause: error }),
      );
    };
    const take = (answer: IncomingMessage) => {
      alive();
      const chunks: Uint8Array[] = [];
      let size = 0;
      const add = (bytes: number) => {
        size += bytes;
        if (size > o.limit) fail(tooLarge(at.base + path, o.limit));
      };
      if (Number(answer.headers["content-length"]) > o.limit) add(Infinity);
      answer.on("data", (chunk: Uint8Array) => {
        alive();
        add(chunk.length);
        if (!settled) chunks.push(chunk);
      });
      answer.on("error", broken);
      answer.on("close", () => broken({ code: "ECONNRESET", message: "closed before its end" }));
      answer.on("end", () => {
        if (!answer.complete) {
          return broken({ code: "ECONNRESET", message: "closed before its end" });
        }
        settle(() =>
          resolve({
            status: answer.statusCode ?? 0,
            mime: String(answer.headers["content-type"] ?? "").split(";")[0].trim().toLowerCase(),
            bytes: join(chunks, size),
            location: answer.headers.location,
          })
        );
      });
    };
    let outgoing: ReturnType<typeof httpRequest> | undefined;
    if (o.signal?.aborted) return onAbort();
    o.signal?.addEventListener("abort", onAbort, { once: true });
    alive();
    try {
      outgoing = (secure ? httpsRequest : httpRequest)(url, {
        method: o.method ?? "GET",
        headers: {
          ...at.headers,
          ...(content && { "Content-Type": content.mime, "Content-Length": content.bytes.length }),
        },
        agent: keep ? agents[secure ? "https" : "http"] : false,
        ...(at.ca !== undefined && { ca: at.ca }),
      });
    } catch (error) {
      // A header that HTTP does not allow. The text of the error may hold it.
      const what = (error as any)?.code === "ERR_INVALID_CHAR"
        ? "a header or the credentials have characters that HTTP does not allow"
        : "the request cannot be made";
      return fail(new ComfyError("protocol", `${at.base}${path}: ${what}.`));
    }
    outgoing.on("response", take);
    outgoing.on("error", broken);
    send(outgoing, content?.bytes ?? new Uint8Array(0), alive);
  });
}

/** Hands the body over in pieces; each one that is taken shows that the connection lives. */
function send(out: ReturnType<typeof httpRequest>, bytes: Uint8Array, alive: () => void): void {
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
