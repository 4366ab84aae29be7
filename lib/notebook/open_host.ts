import { readFileSync } from "node:fs";
import process from "node:process";
import { useRecords } from "@kgen/capture";
import { ComfyError, connect, type Host, type HostOptions, parseAuth } from "@kgen/comfy";
import { startHost } from "@kgen/nano";

/** The embedded host of this process: one is enough, however often a cell runs. */
let embedded: Promise<Host> | undefined;

async function startEmbedded(o: HostOptions): Promise<Host> {
  const started = await startHost();
  try {
    const host = await connect(started.url, {
      ...o,
      onClose: async () => {
        embedded = undefined;
        await started.stop();
      },
    });
    // Set by `./kgen publish`: numbers that are published must repeat, and a clock does not.
    if (process.env.KGEN_RECORDS) useRecords(host, JSON.parse(process.env.KGEN_RECORDS));
    return host;
  } catch (error) {
    await started.stop();
    throw error;
  }
}

/**
 * What the environment says of a host: credentials in KGEN_AUTH ("bearer TOKEN", "basic user:password" or
 * "Name: value"), the file of an own CA's certificate (PEM) in KGEN_CA. What the caller gives comes first.
 */
function fromEnvironment(o: HostOptions): HostOptions {
  const { KGEN_AUTH, KGEN_CA } = process.env;
  const found: HostOptions = {};
  if (KGEN_AUTH && !o.auth) found.auth = parseAuth(KGEN_AUTH);
  if (KGEN_CA && o.ca === undefined) {
    try {
      found.ca = readFileSync(KGEN_CA, "utf8");
    } catch (error) {
      throw new ComfyError(
        "unreachable",
        `KGEN_CA names ${KGEN_CA}, which cannot be read (${(error as any)?.code ?? error}). ` +
          "It is the path of a file with certificates in PEM form.",
      );
    }
  }
  return { ...found, ...o };
}

/**
 * The host to measure: the one named, else the one in `KGEN_HOST`, else the embedded host, which is started (once) and
 * ends with this process or by `host.close()`. Credentials come from `KGEN_AUTH` and an own CA from `KGEN_CA` unless
 * they are given: a notebook then holds neither.
 *
 * @param url Address of a ComfyUI host, or "embedded".
 * @param o Credentials, limits and times, for a host that is not embedded.
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
export async function openHost(
  url = process.env.KGEN_HOST || "embedded",
  o: HostOptions = {},
): Promise<Host> {
  if (url !== "embedded") return await connect(url, fromEnvironment(o));
  embedded ??= startEmbedded(o).catch((error) => {
    embedded = undefined;
    throw error;
  });
  return await embedded;
}
