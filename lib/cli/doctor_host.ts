import process from "node:process";
import { type ComfyError, type Host, shownAddress, type SystemStats } from "@kgen/comfy";
import { openHost } from "@kgen/notebook";
import { captureFindings } from "./doctor_capture.ts";
import { diskFinding } from "./doctor_disk.ts";
import { eventsFinding } from "./doctor_events.ts";
import type { Finding } from "./doctor_local.ts";
import { machineFindings } from "./doctor_machine.ts";
import { queueFinding } from "./doctor_queue.ts";
import { templateFindings } from "./doctor_templates.ts";

/** ms that one check of the host may take. */
const PATIENCE = 20_000;

/** What the host says of itself, which templates it can run, and how it can be measured. */
export async function hostFindings(
  url = process.env.KGEN_HOST || "embedded",
  telemetry = "auto",
): Promise<Finding[]> {
  const what = `host ${shownAddress(url)}`;
  let host: Host;
  let stats: SystemStats;
  try {
    host = await openHost(url, { timeout: PATIENCE });
  } catch (error) {
    return [unreachable(what, error as ComfyError)];
  }
  try {
    stats = await host.systemStats();
    const checks: (() => Promise<Finding | Finding[]>)[] = [
      () => reached(what, host),
      () => eventsFinding(host),
      () => Promise.resolve(machineFindings(host, stats)),
      () => templateFindings(host),
      () => captureFindings(host, telemetry),
      () => diskFinding(host, stats),
      () => queueFinding(host),
    ];
    const found: Finding[] = [];
    // One after the other: a check must not slow down what another one times.
    for (const check of checks) found.push(...[await check()].flat());
    return found;
  } catch (error) {
    return [unreachable(what, error as ComfyError)];
  } finally {
    await host.close();
  }
}

/** What to do is in the message of each error of the client; some kinds get more. */
function unreachable(what: string, error: ComfyError & { status?: number }): Finding {
  const advice = /TLS|certificate/.test(error.message)
    ? "KGEN_CA=FILE with the certificate (PEM) of the host or of its CA; or use http on a network you trust"
    : error.code === "unauthorised"
    ? 'KGEN_AUTH="bearer TOKEN", "basic user:password" or "Name: value", as the proxy before ComfyUI wants it'
    : error.code === "unreachable" && !isHere(what)
    ? "ComfyUI listens to its own computer only, unless started with --listen; or reach it by a tunnel: " +
      "ssh -L 8188:127.0.0.1:8188 DEST"
    : undefined;
  return { what, state: "broken", found: error.message, advice };
}

const isHere = (text: string) => /\b(localhost|127\.\d+\.\d+\.\d+|\[::1\])/.test(text);

/** How long a question takes, and whether others can read along. */
async function reached(what: string, host: Host): Promise<Finding> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const began = performance.now();
    await host.features();
    times.push(performance.now() - began);
  }
  const found = `answers; a round trip takes ${Math.min(...times).toFixed(1)} ms`;
  const open = host.url.startsWith("http:") && process.env.KGEN_AUTH && host.kind === "remote";
  if (open && !isHere(host.url)) {
    const advice =
      "KGEN_AUTH goes over http, where everyone on the way can read it: use https or a tunnel";
    return { what, state: "advice", found, advice };
  }
  if (Math.min(...times) > 50) {
    const advice =
      "frames and times come late by this; with the plugin the host's own clock is used";
    return { what, state: "advice", found, advice };
  }
  return { what, state: "ok", found };
}
