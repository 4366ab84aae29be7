import { type Picture, ssim } from "@kgen/quality";
import { random } from "@kgen/stats";
import type { Comparison } from "./bench.ts";
import { type Peer, scikitImage, ssimJs } from "./bench_ssim_peers.ts";

const SIDE = 1024, ROUNDS = 9, WARM_UP = 2;

/** ssim.js is to take five times as long. */
const FIFTH = 0.2;

/** A disc, and the same with normal noise of 12. */
function pair(): [Picture, Picture] {
  const { normal } = random(6);
  const clean = new Uint8Array(SIDE * SIDE * 3), noisy = new Uint8Array(clean.length);
  for (let i = 0; i < clean.length; i++) {
    const pixel = Math.floor(i / 3), x = pixel % SIDE, y = Math.floor(pixel / SIDE);
    const inside = (x - SIDE / 2) ** 2 + (y - SIDE / 2) ** 2 < (SIDE / 3) ** 2;
    clean[i] = inside ? 220 - 40 * (i % 3) : 32;
    noisy[i] = Math.max(0, Math.min(255, Math.round(clean[i] + 12 * normal())));
  }
  const size = { width: SIDE, height: SIDE, channels: 3 as const };
  return [{ ...size, data: clean }, { ...size, data: noisy }];
}

/** Luma with the whole-number weights of ssim.js. */
function luma({ width, height, data }: Picture): Picture {
  const out = new Uint8Array(width * height);
  for (let i = 0, j = 0; i < out.length; i++, j += 3) {
    out[i] = (77 * data[j] + 150 * data[j + 1] + 29 * data[j + 2] + 128) >> 8;
  }
  return { width, height, channels: 1, data: out };
}

interface Contender {
  times: number[];
  value: number;
  run(): Promise<{ value: number; ms: number }>;
}

const ours = (score: () => number): Contender => ({
  times: [],
  value: NaN,
  run() {
    const began = performance.now();
    const value = score();
    return Promise.resolve({ value, ms: performance.now() - began });
  },
});
const theirs = (peer: Peer, setting: "gaussian" | "uniform"): Contender => ({
  times: [],
  value: NaN,
  run: () => peer.score(setting),
});

/**
 * SSIM of a 1024x1024 RGB pair against scikit-image in its two documented settings, and against ssim.js,
 * which scores luma only: once our three channels against its one, once luma against luma with the conversion
 * in both times. The fastest of 9 rounds, the contenders in turn: garbage of ssim.js is collected in the time
 * of others. Values that should be equal must be, to 1e-6.
 */
export async function benchSsim(): Promise<Comparison[]> {
  const [a, b] = pair();
  const rgb = ours(() => ssim(a, b));
  const uniform = ours(() => ssim(a, b, { window: "uniform" }));
  const grey = ours(() => ssim(luma(a), luma(b)));
  const peers = [await scikitImage(a, b), await ssimJs(a, b)];
  if (peers.every((p) => p === null)) return [];
  const [scikit, js] = peers;
  const gaussianPeer = scikit && theirs(scikit, "gaussian");
  const uniformPeer = scikit && theirs(scikit, "uniform");
  const jsPeer = js && theirs(js, "gaussian");
  const all = [rgb, gaussianPeer, uniform, uniformPeer, grey, jsPeer].filter((c) => c !== null);
  try {
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      for (const c of all) {
        const { value, ms } = await c.run();
        c.value = value;
        if (round >= 0) c.times.push(ms);
      }
    }
  } finally {
    for (const peer of peers) peer?.close();
  }
  const rows: Comparison[] = [];
  const row = (what: string, own: Contender, peer: Contender, whom: string, limit: number) => {
    const [measured, than] = [Math.min(...own.times), Math.min(...peer.times)];
    rows.push({
      what: `SSIM ${SIDE}², ${what}`,
      measured: `${measured.toFixed(0)} ms`,
      against: `${than.toFixed(0)} ms, ${whom}`,
      ratio: measured / than,
      limit,
    });
  };
  const equal = (own: Contender, peer: Contender, whom: string) => {
    if (Math.abs(own.value - peer.value) < 1e-6) return;
    throw new Error(`ssim: ${own.value} here, but ${peer.value} in ${whom}`);
  };
  if (gaussianPeer && uniformPeer) {
    equal(rgb, gaussianPeer, scikit.name);
    equal(uniform, uniformPeer, scikit.name);
    row("RGB, Gaussian window", rgb, gaussianPeer, scikit.name, 1);
    row("RGB, uniform window", uniform, uniformPeer, scikit.name, 1);
  }
  if (jsPeer) {
    equal(grey, jsPeer, js.name);
    row("RGB, Gaussian window", rgb, jsPeer, js.name, FIFTH);
    row("luma, Gaussian window", grey, jsPeer, js.name, FIFTH);
  }
  return rows;
}
