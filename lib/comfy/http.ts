import type { Address } from "./address.ts";
import { HttpError } from "./errors.ts";
import type { Answer } from "./http_answer.ts";
import { exchange, StaleConnection } from "./http_exchange.ts";

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
    let answer: Answer;
    try {
      answer = await exchange(at, url, path, o);
    } catch (error) {
      // A kept connection that the host has closed meanwhile says nothing about the host.
      if (!(error instanceof StaleConnection)) throw error;
      answer = await exchange(at, url, path, o, false);
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
