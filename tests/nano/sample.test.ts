/** Sampling in parts: a schedule cut in two and taken on without new noise ends where the whole one does. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { sample } from "../../lib/nano/model/sample.ts";
import { simpleSchedule } from "../../lib/nano/model/schedule.ts";
import { toyDenoise } from "./toy.ts";

const latent = new Float32Array(64);
const sigmas = simpleSchedule(8, 3);
const common = { denoise: toyDenoise, latent };

function farthest(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((v, i) => Math.abs(v - b[i])));
}

for (const sampler of ["euler", "heun"]) {
  test(`${sampler}: every cut ends where the whole does`, async () => {
    const whole = await sample({ ...common, sampler, seed: 3n, sigmas });
    // A cut before the first step would leave pure noise, of which no latent can be told.
    for (let cut = 1; cut <= 8; cut++) {
      const high = sigmas.slice(0, cut + 1);
      const first = await sample({ ...common, sampler, seed: 3n, sigmas: high });
      const low = sigmas.slice(cut);
      const rest = { denoise: toyDenoise, latent: first.samples, sampler, seed: null, sigmas: low };
      const end = await sample(rest);
      const off = farthest(end.samples, whole.samples);
      assert.ok(off < 1e-6, `cut after step ${cut}: off by ${off}`);
      if (cut < 8) assert.ok(farthest(end.x0, whole.x0) < 1e-6);
    }
  });
}

test("res_multistep forgets the step before the cut", async () => {
  const whole = await sample({ ...common, sampler: "res_multistep", seed: 3n, sigmas });
  const first = await sample({
    ...common,
    sampler: "res_multistep",
    seed: 3n,
    sigmas: sigmas.slice(0, 5),
  });
  const end = await sample({
    ...common,
    latent: first.samples,
    sampler: "res_multistep",
    seed: null,
    sigmas: sigmas.slice(4),
  });
  const off = farthest(end.samples, whole.samples);
  assert.ok(off > 1e-4 && off < 0.1, `off by ${off}`);
});

test("x0 is the last prediction: at a cut it is not the sample", async () => {
  const told: Float32Array[] = [];
  const { samples, x0 } = await sample({
    ...common,
    sampler: "euler",
    seed: 3n,
    sigmas: sigmas.slice(0, 5),
    onStep: (_, __, guess) => told.push(guess as Float32Array),
  });
  assert.equal(x0, told.at(-1));
  assert.ok(farthest(samples, x0) > 0.1);
});

test("no steps: the latent comes back, with and without noise levels", async () => {
  const given = Float32Array.of(0.25, -1);
  for (const levels of [[], [0]]) {
    const made = await sample({
      denoise: toyDenoise,
      latent: given,
      sampler: "heun",
      seed: null,
      sigmas: levels,
    });
    assert.equal([...made.samples], [0.25, -1]);
    assert.equal([...made.x0], [0.25, -1]);
  }
});

test.run();
