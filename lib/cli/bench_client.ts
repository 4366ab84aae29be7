import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { capture } from "@kgen/capture";
import { connect, type Host, patch, template } from "@kgen/comfy";
import type { Comparison } from "./bench.ts";

/** Steps of a real H100 at 1024 x 1024 and the size of its previews. */
const STEP_MS = 140;
const PREVIEW_BYTES = 40_000;
const STEPS = 100;
/** Captures of 8 steps before it, in which the code is compiled: a sweep makes many. */
const WARM_UPS = 3;
/** Preview frames for the rate, sent without a pause. */
const MANY = 4000;

/** Most of the client's CPU seconds for each second of the job, and fewest frames parsed in a second. */
const CPU_LIMIT = 0.01;
const FRAME_LIMIT = 2000;

interface Replay {
  url: string;
  stop(): void;
}

/** A replayed host in another process, so that its CPU time is not counted here. */
async function replay(stepMs: number): Promise<Replay> {
  const file = fileURLToPath(new URL("./bench_client_host.ts", import.meta.url));
  const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
  const args = ["run", "-A", "--quiet", "--config", config, file];
  const child = spawn(process.execPath, [...args, `${stepMs}`, `${PREVIEW_BYTES}`], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout!.once("data", (text: Buffer) => resolve(String(text).trim()));
    child.once("exit", (code) => reject(new Error(`the replayed host ended with ${code}`)));
  });
  return { url, stop: () => child.stdin!.end() };
}

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** CPU seconds of a capture with previews and progress, and the seconds it took. */
async function captureCost(
  host: Host,
  out: string,
  steps: number,
): Promise<{ cpu: number; seconds: number }> {
  const cpu = cpuSeconds();
  const began = performance.now();
  const run = await capture(host, template("zimage-turbo-speed-test"), {
    out,
    steps,
    telemetry: "none",
    onProgress: () => {},
  });
  if (run.evaluations.length !== steps) {
    throw new Error(`only ${run.evaluations.length} steps came`);
  }
  return { cpu: cpuSeconds() - cpu, seconds: (performance.now() - began) / 1000 };
}

/** Preview frames that the client takes from the socket and parses in a second. */
async function frameRate(url: string): Promise<number> {
  const host = await connect(url);
  const stream = await host.listen("bench");
  const { graph } = patch(template("zimage-turbo-speed-test"), { steps: MANY });
  await host.submit(graph, { promptId: "bench", clientId: "bench" });
  let frames = 0;
  let first = 0;
  let last = 0;
  for await (const e of stream) {
    if (e.kind === "preview") {
      frames++;
      last = performance.now();
      first ||= last;
    }
    if (e.kind === "message" && e.type === "executing" && e.data.node === null) break;
  }
  stream.close();
  if (frames !== MANY) throw new Error(`${frames} of ${MANY} frames came`);
  return (frames - 1) / ((last - first) / 1000);
}

/**
 * What the client itself costs: CPU time of this process in a capture of 100 steps as an H100 makes them (0.14 s, a
 * preview of 40 kB each), and preview frames parsed in a second when a host sends as fast as it can.
 */
export async function benchClient(): Promise<Comparison[]> {
  const out = mkdtempSync(join(tmpdir(), "kgen-bench-"));
  const slow = await replay(STEP_MS);
  const fast = await replay(0);
  try {
    const rate = await frameRate(fast.url);
    const host = await connect(slow.url);
    for (let i = 0; i < WARM_UPS; i++) await captureCost(host, out, 8);
    const { cpu, seconds } = await captureCost(host, out, STEPS);
    return [{
      what: `CPU of the client, ${STEPS} steps of ${STEP_MS} ms with previews`,
      measured: `${(1000 * cpu / STEPS).toFixed(2)} ms a step, ${
        (100 * cpu / seconds).toFixed(2)
      } %`,
      against: `${100 * CPU_LIMIT} % of the job's seconds`,
      ratio: cpu / seconds / CPU_LIMIT,
      limit: 1,
    }, {
      what: `preview frames of ${PREVIEW_BYTES / 1000} kB, ${MANY} in a row`,
      measured: `${rate.toFixed(0)} frames a second`,
      against: `${FRAME_LIMIT} a second`,
      ratio: FRAME_LIMIT / rate,
      limit: 1,
    }];
  } finally {
    slow.stop();
    fast.stop();
    rmSync(out, { recursive: true, force: true });
  }
}
