import { parseAddress } from "./address.ts";
import { asJson, beginning, mustSucceed } from "./answer.ts";
import { HttpError, NotComfyError, TooLargeError, UnauthorisedError } from "./errors.ts";
import { Host } from "./host.ts";
import type { HostOptions } from "./host_options.ts";
import { request } from "./http.ts";
import { defaultLimits } from "./limits.ts";

/** ms of silence that are enough for the first question. */
const soon = 30_000;

/**
 * Connects to a ComfyUI host and checks that it is one.
 *
 * @param url address, with or without http://; credentials in it are sent and never shown
 * @throws HostUnreachableError when nobody answers (says what to do), UnauthorisedError when credentials are
 * wanted, NotComfyError when somebody else answers
 *
 * @example
 * ```ts
 * import { connect, HostUnreachableError } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * // Port 1 is never a ComfyUI.
 * await assert.rejects(connect("http://127.0.0.1:1"), HostUnreachableError);
 * ```
 */
export async function connect(url: string, o: HostOptions = {}): Promise<Host> {
  const at = parseAddress(url, o);
  const path = "/system_stats";
  const reply = await request(at, path, {
    timeout: Math.min(o.timeout ?? soon, soon),
    limit: o.limits?.json ?? defaultLimits.json,
    signal: o.signal,
  });
  // A page that says 404 or 400 is somebody else; a proxy before a ComfyUI that is down says 5xx.
  try {
    mustSucceed(at, path, reply);
  } catch (error) {
    const theirs = error instanceof UnauthorisedError || error instanceof TooLargeError ||
      error instanceof HttpError && error.status >= 500;
    if (theirs) throw error;
  }
  const stats = asJson(at, path, reply);
  if (reply.status >= 400 || typeof stats?.system !== "object" || !Array.isArray(stats?.devices)) {
    throw new NotComfyError(
      at.base,
      `${path} gave HTTP ${reply.status} and ${beginning(at, reply)}`,
    );
  }
  return new Host(at, stats, o);
}
