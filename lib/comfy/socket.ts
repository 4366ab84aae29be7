import type { Buffer } from "node:buffer";
import WebSocket from "ws";
import type { Address } from "./address.ts";
import { HostTimeoutError, HostUnreachableError, InterruptedError, statusError } from "./errors.ts";
import { reason } from "./reason.ts";

/**
 * Opens one WebSocket of a host and sends our feature flags, which must be the first message of every
 * connection: only with them do previews come with the id of their node.
 *
 * @param attach called before anything can arrive, so that no message is missed
 */
export function openSocket(
  at: Address,
  clientId: string,
  o: { handshake: number; frame: number; signal?: AbortSignal },
  attach: (socket: WebSocket) => void,
): Promise<WebSocket> {
  const url = `${at.base.replace(/^http/, "ws")}/ws?clientId=${encodeURIComponent(clientId)}`;
  return new Promise((resolve, reject) => {
    if (o.signal?.aborted) return reject(stopped(at));
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, {
        headers: at.headers,
        maxPayload: o.frame,
        // Compressing previews costs the host time and saves nothing: they are JPEG or PNG.
        perMessageDeflate: false,
        handshakeTimeout: o.handshake,
        ...(at.ca !== undefined && { ca: at.ca }),
      });
    } catch (error) {
      return reject(new HostUnreachableError(at.base, reason(error)));
    }
    attach(socket);
    const onAbort = () => {
      reject(stopped(at));
      socket.terminate();
    };
    const done = () => o.signal?.removeEventListener("abort", onAbort);
    o.signal?.addEventListener("abort", onAbort, { once: true });
    socket.once("open", () => {
      done();
      socket.send(flags);
      resolve(socket);
    });
    socket.once("unexpected-response", (request, response) => {
      done();
      request.destroy();
      reject(statusError(response.statusCode ?? 0, `${at.base}/ws`));
    });
    socket.on("error", (error) => {
      done();
      const slow = /handshake has timed out/.test(String(error.message));
      reject(
        slow
          ? new HostTimeoutError(at.base, "while opening /ws", o.handshake)
          : new HostUnreachableError(at.base, reason(error), { cause: error }),
      );
    });
  });
}

const stopped = (at: Address) =>
  new InterruptedError(`Stopped while the socket of ${at.base} was opened.`);

const flags = JSON.stringify({
  type: "feature_flags",
  data: { supports_preview_metadata: true },
});

/** Whether a text message may be the host's answer to our flags; only the first few are looked at. */
export const answersFlags = (data: WebSocket.RawData) =>
  (data as Buffer).includes('"feature_flags"');
