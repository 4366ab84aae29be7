// The host itself ends in mid-run. These need hosts of their own, since they are killed: a real ComfyUI is started by
// COMFY_COMMAND, such as "python main.py --cpu --port PORT".
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import * as assert from "uvu/assert";
import { capture } from "@kgen/capture";
import { connect, HostRestartedError, HostUnreachableError, template } from "@kgen/comfy";
import { startHost } from "@kgen/nano";
import { fault, nothingLost, runFaults, shortJob, within } from "./fault_case.ts";

/** A host that may be killed and started again on the same port. */
interface Mortal {
  url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** The embedded host, killed without a farewell. */
async function embedded(): Promise<Mortal> {
  const port = await freePort();
  let host = await startHost({ port, threads: 1 });
  return {
    url: host.url,
    async kill() {
      process.kill(host.pid, "SIGKILL");
      await host.stop().catch(() => {});
    },
    async start() {
      host = await startHost({ port, threads: 1 });
    },
  };
}

/** A real ComfyUI, started by the command in COMFY_COMMAND, in which PORT stands for the port. */
async function real(): Promise<Mortal> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const command = process.env.COMFY_COMMAND!.replaceAll("PORT", String(port));
  let child: ChildProcess;
  const mortal: Mortal = {
    url,
    async kill() {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGKILL");
      await ended;
    },
    async start() {
      child = spawn("bash", ["-c", `exec ${command}`], { stdio: "ignore" });
      for (let i = 0; i < 300; i++) {
        if (await connect(url).catch(() => null)) return;
        await sleep(200);
      }
      throw new Error("ComfyUI did not start");
    },
  };
  await mortal.start();
  return mortal;
}

const mortals: Record<string, () => Promise<Mortal>> = { embedded, COMFY_URL: real };

fault("killed and restarted in mid-run: what was recorded is kept", async (_, column) => {
  const mortal = await mortals[column]();
  try {
    const host = await connect(mortal.url, { patience: 40_000 });
    let stopped = 0;
    const job = await shortJob(host, 400);
    const { error, run } = await within(
      60,
      capture(host, template("zimage-turbo-speed-test"), {
        ...job,
        quiet: 500,
        onProgress: (p) => {
          if (p.step !== 3 || stopped) return;
          stopped = performance.now();
          mortal.kill().then(() => sleep(300)).then(() => mortal.start());
        },
      }).then(() => ({ error: null, run: null as any }), (error) => ({ error, run: error.run })),
    );
    assert.instance(error, HostRestartedError);
    assert.is(error.code, "restarted");
    assert.match(error.message, /after step \d+: it answers again/);
    assert.is(run.status, "failed");
    assert.ok(run.evaluations.length >= 3);
    await nothingLost(run, [1, 2, 3]);
    // The same Host goes on with the new process.
    const next = await capture(host, template("zimage-turbo-speed-test"), {
      ...await shortJob(host, 2),
    });
    assert.is(next.status, "complete");
  } finally {
    await mortal.kill();
  }
}, "COMFY_COMMAND");

fault("killed for good: an error after the patience", async (_, column) => {
  const mortal = await mortals[column]();
  const host = await connect(mortal.url, { patience: 1500 });
  const job = await shortJob(host, 400);
  const began = performance.now();
  const error = await within(
    30,
    capture(host, template("zimage-turbo-speed-test"), {
      ...job,
      quiet: 500,
      onProgress: (p) => void (p.step === 3 && mortal.kill()),
    }).then(() => null, (e) => e),
  );
  assert.instance(error, HostUnreachableError);
  assert.match(error.message, "went away while the job ran");
  assert.ok(performance.now() - began < 20_000);
  await nothingLost(error.run, [1, 2, 3]);
}, "COMFY_COMMAND");

fault("stopped by its signal while the host is away", async (_, column) => {
  const mortal = await mortals[column]();
  const host = await connect(mortal.url);
  const stop = new AbortController();
  const error = await within(
    10,
    capture(host, template("zimage-turbo-speed-test"), {
      ...await shortJob(host, 400),
      signal: stop.signal,
      onProgress: (p) => {
        if (p.step === 3) void mortal.kill().then(() => sleep(500)).then(() => stop.abort());
      },
    }).then(() => null, (e) => e),
  );
  assert.is(error.code, "interrupted");
  await nothingLost(error.run, [1, 2, 3]);
}, "COMFY_COMMAND");

runFaults();
