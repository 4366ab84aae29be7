import { spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Picture } from "@kgen/quality";

/** Another implementation of SSIM, timed by itself: value and milliseconds of one scoring. */
export interface Peer {
  name: string;
  score(setting: "gaussian" | "uniform"): Promise<{ value: number; ms: number }>;
  close(): void;
}

/** It gets both pictures as bytes, then a line for each scoring that is wanted. */
const PYTHON = `
import json, sys, time
import numpy as np, skimage
from skimage.metrics import structural_similarity
width, height = int(sys.argv[1]), int(sys.argv[2])
read = lambda: np.frombuffer(sys.stdin.buffer.read(width * height * 3), np.uint8).reshape(height, width, 3)
a, b = read(), read()
print(json.dumps(skimage.__version__), flush=True)
settings = dict(gaussian=dict(gaussian_weights=True, sigma=1.5, use_sample_covariance=False), uniform={})
for line in sys.stdin:
    t = time.perf_counter()
    v = structural_similarity(a, b, data_range=255, channel_axis=-1, **settings[line.strip()])
    print(json.dumps(dict(value=float(v), ms=1000 * (time.perf_counter() - t))), flush=True)
`;

/** scikit-image in a Python that has it, named by KGEN_SKIMAGE_PYTHON; null and a word when there is none. */
export async function scikitImage(a: Picture, b: Picture): Promise<Peer | null> {
  const python = process.env.KGEN_SKIMAGE_PYTHON;
  if (!python) {
    console.error(
      "ssim: scikit-image is left out: set KGEN_SKIMAGE_PYTHON to a python that has it",
    );
    return null;
  }
  const child = spawn(python, ["-c", PYTHON, `${a.width}`, `${a.height}`], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
  });
  child.stdin.on("error", () => {}); // it ended: the missing answer says so
  const failed = new Promise<never>((_, reject) => {
    child.once("error", (e) => reject(new Error(`${python} does not start: ${e.message}`)));
    child.once("exit", (code) => reject(new Error(`scikit-image ended with code ${code}`)));
  });
  failed.catch(() => {}); // reported by whoever waits for an answer
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () =>
    JSON.parse((await Promise.race([lines.next(), failed])).value ?? "null");
  child.stdin.write(a.data);
  child.stdin.write(b.data);
  const version = await answer();
  return {
    name: `scikit-image ${version}`,
    score(setting) {
      child.stdin.write(`${setting}\n`);
      return answer();
    },
    close: () => child.stdin.end(),
  };
}

/**
 * ssim.js with its settings `ssim: "fast"` and `downsample: false` (by default it scores a 256x256 picture);
 * null and a word when it is not installed. It scores luma only.
 */
export async function ssimJs(a: Picture, b: Picture): Promise<Peer | null> {
  const name = "ssim.js"; // not written into the import: the type check would want it installed
  const module = await import(name).catch(() => null);
  if (!module) {
    console.error(
      "ssim: ssim.js is left out: it is not installed (npm install --no-save ssim.js@3.5.0)",
    );
    return null;
  }
  const score = module.ssim ?? module.default.ssim;
  const [x, y] = [a, b].map(opaque);
  return {
    name: "ssim.js fast (luma only)",
    score() {
      const began = performance.now();
      const value: number = score(x, y, { ssim: "fast", downsample: false }).mssim;
      return Promise.resolve({ value, ms: performance.now() - began });
    },
    close() {},
  };
}

function opaque({ width, height, data }: Picture) {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0, j = 0; i < data.length; i += 3, j += 4) rgba.set(data.subarray(i, i + 3), j);
  return { width, height, data: rgba };
}
