/** Sampling under a mask: ComfyUI's numbers on the toy, the formula, and what must hold exactly. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { maskOfLatent } from "../../lib/nano/engine/latent_mask.ts";
import { resample } from "../../lib/nano/engine/resample.ts";
import { latentLength, Mask } from "../../lib/nano/engine/values.ts";
import { masked } from "../../lib/nano/model/masked.ts";
import { gaussianNoise } from "../../lib/nano/model/noise.ts";
import { sample } from "../../lib/nano/model/sample.ts";
import type { Denoise, Vector } from "../../lib/nano/model/sampler.ts";
import { samplers } from "../../lib/nano/model/samplers.ts";
import { simpleSchedule } from "../../lib/nano/model/schedule.ts";
import { toyDenoise } from "./toy.ts";
import recorded from "./transcripts/masked.json" with { type: "json" };

function close(got: ArrayLike<number>, want: number[], tolerance: number, what: string): void {
  assert.is(got.length, want.length, what);
  want.forEach((w, i) => {
    assert.ok(Math.abs(got[i] - w) <= tolerance, `${what}, ${i}: ${got[i]} instead of ${w}`);
  });
}

const latent = Float64Array.from(recorded.latent);
const mask = Float64Array.from(recorded.mask);

for (const name of Object.keys(samplers)) {
  test(`${name} under a mask gives ComfyUI's numbers on the toy`, async () => {
    const runs = recorded.runs.filter((run) => run.sampler === name);
    assert.is(runs.length, 3);
    for (const { noise: isNoisy, sigmas, start, evaluations, x0: told, end } of runs) {
      const noise = Float64Array.from(recorded.noise, (v) => isNoisy ? v : 0);
      const seen: { sigma: number; z: Vector }[] = [];
      const spy: Denoise = (z, sigma) => {
        seen.push({ sigma, z: z.slice() as Vector });
        return toyDenoise(z, sigma);
      };
      const steps: Vector[] = [];
      const denoise = masked(spy, { mask, latent, noise });
      const z = Float64Array.from(start);
      const got = await samplers[name](denoise, z, sigmas, (_, __, x0) => void steps.push(x0));
      assert.is(seen.length, evaluations.length);
      evaluations.forEach((e, i) => {
        assert.ok(Math.abs(seen[i].sigma - e.sigma) < 1e-12);
        close(seen[i].z, e.z, 1e-12, `${name}, evaluation ${i + 1}`);
      });
      told.forEach((x0, i) => close(steps[i], x0, 1e-12, `${name}, step ${i + 1}`));
      close(got, end, 1e-12, `${name}, end`);
    }
  });
}

test("outside the mask the network sees the latent noised anew at every evaluation", async () => {
  const given = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i));
  const noise = gaussianNoise(3n, 64);
  const hole = Float32Array.from({ length: 64 }, (_, i) => i % 4 === 0 ? 1 : i % 4 === 1 ? 0.5 : 0);
  const sigmas = simpleSchedule(4, 3, 0.7);
  let evaluations = 0;
  const denoise: Denoise = (z, sigma) => {
    evaluations++;
    z.forEach((v, i) => {
      const known = sigma * noise[i] + (1 - sigma) * given[i];
      if (hole[i] === 0) assert.ok(Math.abs(v - known) < 1e-6, `σ ${sigma}, ${i}`);
    });
    return toyDenoise(z, sigma);
  };
  const end = await sample({
    denoise,
    latent: given,
    mask: hole,
    seed: 3n,
    sampler: "euler",
    sigmas,
  });
  assert.is(evaluations, 4);
  end.samples.forEach((v, i) => {
    if (hole[i] === 0) assert.is(v, given[i]);
    else assert.ok(Math.abs(v - given[i]) > 1e-4);
  });
});

for (const sampler of Object.keys(samplers)) {
  test(`${sampler}: a mask of ones is no mask, one of zeros gives the latent back`, async () => {
    const given = Float32Array.from({ length: 16 }, (_, i) => Math.cos(i));
    const sigmas = simpleSchedule(6, 3, 0.6);
    const common = { denoise: toyDenoise, latent: given, seed: 5n, sampler, sigmas };
    const plain = await sample(common);
    const all = await sample({ ...common, mask: new Float32Array(16).fill(1) });
    const none = await sample({ ...common, mask: new Float32Array(16) });
    assert.equal([...all.samples], [...plain.samples]);
    assert.equal([...none.samples], [...given]);
    assert.equal([...none.x0], [...given]);
  });
}

test("a mask is fitted to the latent as ComfyUI does it", () => {
  const [from, plane] = [{ width: 5, height: 3 }, Float32Array.from(recorded.of.flat())];
  for (const rows of recorded.masks) {
    const got = resample(plane, from, { width: rows[0].length, height: rows.length }, "bilinear");
    close(got, rows.flat(), 1e-6, `${rows[0].length}x${rows.length}`);
  }
});

test("it goes over all channels and pictures of a batch", () => {
  const half = Float32Array.from({ length: 192 * 96 }, (_, i) => i % 192 < 96 ? 1 : 0);
  const got = maskOfLatent(new Mask(half, 192, 96), 2);
  assert.is(got.length, 2 * latentLength);
  got.forEach((v, i) => assert.is(v, i % 96 < 48 ? 1 : 0));
});

test.run();
