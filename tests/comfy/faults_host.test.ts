// The host itself ends in mid-run. These need hosts of their own, since they are killed (see mortal.ts).
import { setTimeout as sleep } from "node:timers/promises";
import * as assert from "uvu/assert";
import { capture } from "@kgen/capture";
import { connect, HostRestartedError, HostUnreachableError, template } from "@kgen/comfy";
import { fault, nothingLost, runFaults, shortJob, within } from "./fault_case.ts";
import { embedded, type Mortal, real } from "./mortal.ts";

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
