import process from "node:process";
import { connect, type Host, type HostOptions } from "@kgen/comfy";
import { startHost } from "@kgen/nano";

/** The embedded host of this process: one is enough, however often a cell runs. */
let embedded: Promise<Host> | undefined;

async function startEmbedded(o: HostOptions): Promise<Host> {
  const process = await startHost();
  try {
    return await connect(process.url, {
      ...o,
      onClose: async () => {
        embedded = undefined;
        await process.stop();
      },
    });
  } catch (error) {
    await process.stop();
    throw error;
  }
}

/**
 * The host to measure: the one named, else the one in `KGEN_HOST`, else the embedded host, which is started (once) and
 * ends with this process or by `host.close()`.
 *
 * @param url Address of a ComfyUI host, or "embedded".
 * @param o Headers and time limit, for a host that is not embedded.
 * @throws {HostUnreachableError} when nothing answers there, {NotComfyError} when something else does.
 *
 * @example
 * ```ts
 * import { openHost } from "@kgen/notebook";
 * import assert from "node:assert/strict";
 *
 * // Nothing listens on port 1: the error says so and what to do.
 * await assert.rejects(openHost("http://127.0.0.1:1"), /127\.0\.0\.1:1/);
 * ```
 */
export function openHost(
  url = process.env.KGEN_HOST || "embedded",
  o: HostOptions = {},
): Promise<Host> {
  if (url !== "embedded") return connect(url, o);
  embedded ??= startEmbedded(o).catch((error) => {
    embedded = undefined;
    throw error;
  });
  return embedded;
}
