/** What the fault tests share: the hosts, a short job on them, and the table of what was seen. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { capture, type CaptureOptions, openRun, type Run } from "@kgen/capture";
import {
  connect,
  fitEmbedded,
  type Graph,
  type Host,
  type HostOptions,
  patch,
  template,
} from "@kgen/comfy";
import { startHost } from "@kgen/nano";
import { type FaultProxy, type Faults, startFaultProxy } from "./fault_proxy.ts";

const nano = await startHost({ threads: 1 });
export const out = mkdtempSync(join(tmpdir(), "kgen-faults-"));
const hosts: [name: string, url: string | undefined][] = [
  ["embedded", nano.url],
  ["COMFY_URL", process.env.COMFY_URL],
];
const table = new Map<string, Record<string, string>>();

/**
 * A fault, tested on the embedded host and on a real one. `needs` names the variable without which the latter is
 * skipped: COMFY_URL, or COMFY_COMMAND where the host is to be killed.
 */
export function fault(
  name: string,
  run: (url: string, column: string) => Promise<void>,
  needs: "COMFY_URL" | "COMFY_COMMAND" = "COMFY_URL",
): void {
  const row: Record<string, string> = {};
  table.set(name, row);
  for (const [column, url] of hosts) {
    if (column === "COMFY_URL" && !process.env[needs]) {
      row[column] = `skipped: ${needs} is not set`;
      continue;
    }
    row[column] = "FAILED";
    test(`${name}: ${column}`, async () => {
      await run(url ?? "", column);
      row[column] = "ok";
    });
  }
}

/** Runs the tests of the file, then prints the table and takes all away. */
export function runFaults(): void {
  test.after(async () => {
    await nano.stop();
    rmSync(out, { recursive: true, force: true });
    const width = Math.max(...[...table.keys()].map((k) => k.length));
    console.log(`${"fault".padEnd(width)} | embedded | COMFY_URL`);
    for (const [name, row] of table) {
      console.log(`${name.padEnd(width)} | ${row.embedded.padEnd(8)} | ${row.COMFY_URL}`);
    }
  });
  test.run();
}

let seed = Date.now() % 1e9 * 1000;

/** A short job that a host has not done before, with whatever models it has. */
export async function shortJob(host: Host, steps = 3): Promise<CaptureOptions> {
  const o: CaptureOptions = { out, steps, seed: seed++, prompt: "red apple" };
  if (host.kind === "embedded") return o;
  const inputs = { UNETLoader: "unet_name", CLIPLoader: "clip_name", VAELoader: "vae_name" };
  const models: Record<string, string> = {};
  for (const [classType, input] of Object.entries(inputs)) {
    const files: string[] = (await host.objectInfo(classType))[classType].input.required[input][0];
    models[classType] = files.filter((f) => f.endsWith(".safetensors")).at(-1)!;
  }
  return { ...o, models, width: 256, height: 256 };
}

/** The graph of such a job as it is submitted, and an id for it. */
export async function promptFor(
  host: Host,
  steps = 3,
): Promise<{ promptId: string; graph: Graph }> {
  const { out: _, ...changes } = await shortJob(host, steps);
  const w = template("zimage-turbo-speed-test");
  const { graph } = patch(host.kind === "embedded" ? fitEmbedded(w) : w, changes);
  return { promptId: randomUUID(), graph };
}

/** The outcome of one capture through a proxy; a failed one has its Run in `run` too. */
export interface Seen {
  run: Run;
  error: any;
  proxy: FaultProxy;
  seconds: number;
}

/** One capture through a proxy with faults. It must come to an end, whatever happens. */
export async function captureThrough(
  url: string,
  faults: Faults,
  o: CaptureOptions & { host?: HostOptions; during?: (proxy: FaultProxy, host: Host) => void } = {},
): Promise<Seen> {
  const proxy = await startFaultProxy(url);
  const { host: hostOptions, during, ...options } = o;
  try {
    const host = await connect(proxy.url, { patience: 3000, ...hostOptions });
    const job = await shortJob(host, o.steps);
    proxy.faults = faults;
    during?.(proxy, host);
    const began = performance.now();
    const result = await within(
      60,
      capture(host, template("zimage-turbo-speed-test"), { quiet: 500, ...job, ...options })
        .catch((e) => e),
    );
    const failed = result instanceof Error;
    const run = failed ? (result as any).run : result;
    return {
      run,
      error: failed ? result : null,
      proxy,
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    await proxy.stop();
  }
}

/** Fails when something takes longer than so many seconds: nothing may hang. */
export async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) =>
    timer = setTimeout(
      () => reject(new Error(`still not through after ${seconds} s`)),
      seconds * 1000,
    )
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Every evaluation the proxy passed on is in the Run, and the Run on the disk is the same. */
export async function nothingLost(run: Run, steps: number[], what = ""): Promise<void> {
  const kept = run.evaluations.map((e) => e.step);
  assert.equal(steps.filter((s) => !kept.includes(s)), [], `steps lost ${what}`);
  assert.equal(await openRun(run.dir!), run, what);
}

export async function failure(promise: Promise<unknown>): Promise<any> {
  return await promise.then(() => assert.unreachable("no error"), (e) => e);
}
