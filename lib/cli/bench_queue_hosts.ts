import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@kgen/comfy";
import { startHost } from "@kgen/nano";
import { median } from "@kgen/stats";
import {
  localExecutor,
  makePlan,
  offerOf,
  type Plan,
  privateRedis,
  queueExecutor,
  SweepFolder,
  work,
} from "@kgen/sweep";
import type { Comparison } from "./bench.ts";

const cells = 12;
const rounds = 3;

/** The same cells on two hosts of one thread each through a queue, and on one host of two threads in one process. */
export async function benchQueueHosts(): Promise<Comparison[]> {
  const redis = await privateRedis();
  const root = mkdtempSync(join(tmpdir(), "kgen-bench-"));
  const nanos = await Promise.all([1, 1, 2].map((threads) => startHost({ threads })));
  const stop = new AbortController();
  try {
    const [a, b, one] = await Promise.all(nanos.map((n) => connect(n.url)));
    const offer = await offerOf(a);
    let ready = 0;
    const workers = [a, b].map((host) =>
      work({
        host,
        queue: redis.url,
        offer,
        signal: stop.signal,
        onEvent: (e) => void (e.kind === "ready" && ready++),
      })
    );
    while (ready < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    const took: { fleet: number[]; one: number[] } = { fleet: [], one: [] };
    // One round more than is counted: the first loads the model.
    for (let round = 0; round <= rounds; round++) {
      const order = round % 2 === 0 ? ["fleet", "one"] as const : ["one", "fleet"] as const;
      for (const way of order) {
        const folder = new SweepFolder(join(root, `${way}-${round}`));
        folder.make();
        const plan = planOf(round);
        folder.keepPlan(plan);
        const executor = way === "fleet"
          ? queueExecutor(redis.url, { every: 50 })
          : localExecutor(one);
        const began = performance.now();
        const { done } = await executor.execute(plan, folder);
        if (done !== cells) throw new Error(`${done} of ${cells} cells were done`);
        if (round > 0) took[way].push((performance.now() - began) / 1000);
      }
    }
    stop.abort();
    await Promise.all(workers);
    const ratios = took.fleet.map((t, i) => t / took.one[i]);
    const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    return [{
      what: `${cells} cells on 2 embedded hosts of one thread through the queue, ${rounds} pairs`,
      measured: `${median(took.fleet).toFixed(2)} s`,
      against: `${median(took.one).toFixed(2)} s on one host of two threads (ratios ${spread})`,
      ratio: median(ratios),
      limit: 1.05,
    }];
  } finally {
    stop.abort();
    await Promise.all(nanos.map((n) => n.stop()));
    await redis.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

const planOf = (seed: number): Plan =>
  makePlan({
    workflow: "zimage-turbo-speed-test",
    changes: { prompt: "red apple", steps: 8 },
    seed: seed + 1,
    repeats: cells,
    warmUps: 0,
    warmUpsPerLoad: 0,
  });
