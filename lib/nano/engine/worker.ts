/** The thread that runs prompts: it owns the networks, which block their thread, and the cache of node results. */
import { NodeCache } from "./cache.ts";
import { Execution } from "./execute.ts";
import type { FromWorker, Setup, ToWorker } from "./messages.ts";
import { Networks } from "../model/networks.ts";
import { gaussianNoise } from "../model/noise.ts";
import { toRgb } from "./pixels.ts";
import { encodePng } from "./png.ts";
import { latentLength } from "./values.ts";

const port = self as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};

const cache = new NodeCache();
let setup: Setup;
let networks: Networks;
let last: Promise<unknown> = Promise.resolve();

// One thing after the other: `free` waits for the running prompt.
port.onmessage = ({ data }) => {
  last = last.then(() => take(data));
};

async function take(message: ToWorker): Promise<void> {
  if (message.kind === "setup") {
    setup = message.setup;
    networks = new Networks(setup.modelDir, setup.threads);
    warmUp();
  }
  if (message.kind === "free") {
    cache.retain([]);
    await networks.free();
  }
  if (message.kind === "run") {
    const send = (m: FromWorker) => port.postMessage(m);
    const outcome = await new Execution(message.job, setup, cache, networks, send).run();
    send({ kind: "done", outcome });
  }
}

/** Lets the compiler see what a step does beside the network, so that the first run is timed like the others. */
function warmUp(): void {
  for (let i = 0; i < 4; i++) encodePng(toRgb(gaussianNoise(0n, latentLength)));
}
