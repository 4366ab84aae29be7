import { Agent as HttpAgent, type ClientRequest, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { clearTimeout, setTimeout } from "node:timers";
import type { Address } from "./address.ts";
import { ComfyError, HostTimeoutError, HostUnreachableError, InterruptedError } from "./errors.ts";
import type { RequestOptions } from "./http.ts";
import { type Answer, readAnswer } from "./http_answer.ts";
import { bodyOf, sendBody } from "./http_body.ts";
import { reason } from "./reason.ts";

/** Connections are kept for questions, and never used twice for what changes something on the host. */
const agents = {
  http: new HttpAgent({ keepAlive: true, maxFreeSockets: 2, timeout: 30_000 }),
  https: new HttpsAgent({ keepAlive: true, maxFreeSockets: 2, timeout: 30_000 }),
};

/** A kept connection was closed by the host before it heard the request. */
export class StaleConnection extends Error {}

/**
 * Sends one request and reads its answer, whatever that says.
 *
 * @param keep use a connection that was kept, and keep it
 * @throws StaleConnection, or a ComfyError
 */
export function exchange(
  at: Address,
  url: URL,
  path: string,
  o: RequestOptions,
  keep = (o.method ?? "GET") === "GET",
): Promise<Answer> {
  const body = bodyOf(o);
  return new Promise((resolve, reject) => {
    let outgoing: ClientRequest | undefined;
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
    const onAbort = () => {
      const cause = o.signal?.reason;
      fail(new InterruptedError(`Stopped while ${at.base} was asked for ${path}.`, { cause }));
    };
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
    const done = (answer: Answer) => settle(() => resolve(answer));
    if (o.signal?.aborted) return onAbort();
    o.signal?.addEventListener("abort", onAbort, { once: true });
    alive();
    try {
      outgoing = open(at, url, o.method ?? "GET", body, keep);
    } catch (error) {
      return fail(impossible(error, at.base + path));
    }
    outgoing.on(
      "response",
      (answer) => readAnswer(answer, at.base + path, o.limit, { alive, done, fail, broken }),
    );
    outgoing.on("error", broken);
    sendBody(outgoing, body?.bytes ?? new Uint8Array(0), alive);
  });
}

function open(
  at: Address,
  url: URL,
  method: string,
  body: ReturnType<typeof bodyOf>,
  keep: boolean,
): ClientRequest {
  const secure = url.protocol === "https:";
  return (secure ? httpsRequest : httpRequest)(url, {
    method,
    headers: {
      ...at.headers,
      ...(body && { "Content-Type": body.mime, "Content-Length": body.bytes.length }),
    },
    agent: keep ? agents[secure ? "https" : "http"] : false,
    ...(at.ca !== undefined && { ca: at.ca }),
  });
}

/** Node refuses to make the request. The text of its error may hold the header at fault. */
function impossible(error: unknown, what: string): ComfyError {
  const why = (error as any)?.code === "ERR_INVALID_CHAR"
    ? "a header or the credentials have characters that HTTP does not allow"
    : "the request cannot be made";
  return new ComfyError("protocol", `${what}: ${why}.`);
}
