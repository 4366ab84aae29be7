import { availableParallelism } from "node:os";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import { capture } from "@kgen/capture";
import { connect, template } from "@kgen/comfy";
import { nanoFile, startHost, tokenize } from "@kgen/nano";
import { median } from "@kgen/stats";
import type { Comparison } from "./bench.ts";

const PAIRS = 15;
const WARM_UPS = 5;
const STEPS = 8;
const PROMPT = "樱花";

/** Seconds of the same evaluations on onnxruntime, one after the other, with nothing around them. */
async function direct(session: ort.InferenceSession, ids: number[]): Promise<number> {
  const tokens = new ort.Tensor("int64", BigInt64Array.from(ids, BigInt), [1, ids.length]);
  const z = new ort.Tensor(
    "float32",
    Float32Array.from({ length: 3 * 96 * 96 }, (_, i) => Math.sin(i)),
    [1, 3, 96, 96],
  );
  const began = performance.now();
  for (let step = 0; step < STEPS; step++) {
    const sigma = new ort.Tensor("float32", Float32Array.of(1 - step / STEPS), [1]);
    await session.run({ z, sigma, tokens });
  }
  return (performance.now() - began) / 1000;
}

/**
 * Interleaved pairs of a Turbo run with previews on the embedded host, from the sampler node's beginning to its last
 * evaluation, and of the same number of evaluations called directly, with as many threads. The median ratio counts.
 */
export async function benchSampling(): Promise<Comparison[]> {
  const threads = Math.min(4, availableParallelism());
  const folder = mkdtempSync(join(tmpdir(), "kgen-bench-"));
  const child = await startHost({ threads });
  try {
    const host = await connect(child.url);
    // Base's weights: Turbo's are other numbers in the same graph, so an evaluation takes as long.
    const session = await ort.InferenceSession.create(nanoFile("nano-v1.onnx"), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
    });
    const { tokens } = tokenize(PROMPT);
    const ratios: number[] = [];
    const seconds: number[] = [];
    for (let i = -WARM_UPS; i < PAIRS; i++) {
      const run = await capture(host, template("zimage-turbo-speed-test"), {
        prompt: PROMPT,
        seed: 1000 + i,
        out: folder,
      });
      const own = run.times.lastEval! - run.times.sampler!;
      const peer = await direct(session, tokens);
      if (i < 0) continue;
      seconds.push(own);
      ratios.push(own / peer);
    }
    await session.release();
    return [{
      what: `sampling window, ${threads} threads`,
      measured: `${(1000 * median(seconds)).toFixed(0)} ms`,
      against: "onnxruntime directly",
      ratio: median(ratios),
      limit: 1.15,
    }];
  } finally {
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
