/** The samplers against ComfyUI's numbers, against a flow that is known, and against what each must do exactly. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { phi1, phi2 } from "../../lib/nano/model/phi.ts";
import type { Denoise, OnStep, Sampler, Vector } from "../../lib/nano/model/sampler.ts";
import { samplers } from "../../lib/nano/model/samplers.ts";
import { simpleSchedule } from "../../lib/nano/model/schedule.ts";
import { toyDenoise, toyFlow } from "./toy.ts";
import recorded from "./transcripts/samplers.json" with { type: "json" };

const { euler, heun, res_multistep: resMultistep } = samplers;

function close(got: ArrayLike<number>, want: number[], tolerance: number, what: string): void {
  want.forEach((w, i) => {
    assert.ok(Math.abs(got[i] - w) <= tolerance, `${what}: ${got[i]} instead of ${w}`);
  });
}

for (const name of Object.keys(samplers)) {
  test(`${name} gives ComfyUI's numbers on the toy`, async () => {
    const runs = recorded.runs.filter((run) => run.sampler === name);
    assert.ok(runs.length >= 4);
    for (const { sigmas, start, calls, evaluations } of runs) {
      const seen: { z: Vector; sigma: number; x0: Vector }[] = [];
      const spy: Denoise = async (z, sigma) => {
        const x0 = await toyDenoise(z, sigma);
        seen.push({ z: z.slice(), sigma, x0: x0.slice() });
        return x0;
      };
      // ComfyUI tells of a step after its first evaluation.
      const onStep: OnStep = (step, steps, x0) => {
        const call = calls[step - 1];
        const last = seen.at(-1)!;
        assert.is(steps, calls.length);
        assert.ok(Math.abs(last.sigma - call.sigma) < 1e-12);
        close(last.z, call.x, 1e-10, `${name}, state before step ${step}`);
        close(x0, call.denoised, 1e-10, `${name}, x0 of step ${step}`);
        told++;
      };
      let told = 0;
      const end = await samplers[name](spy, Float64Array.from(start), sigmas, onStep);
      assert.equal([told, seen.length], [calls.length, evaluations]);
      // The last step leads to σ = 0, which is the last x0.
      close(end, calls.at(-1)!.denoised, 1e-12, `${name}, end`);
    }
  });
}

/** Levels at equal distances in ln σ, from 0.9 to 0.1. */
function logLevels(steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, i) => 0.9 * (1 / 9) ** (i / steps));
}

async function error(sampler: Sampler, steps: number): Promise<number> {
  const start = toyFlow(1.7, 0.9);
  const [end] = await sampler(toyDenoise, Float64Array.of(start), logLevels(steps));
  return Math.abs(end - toyFlow(1.7, 0.1));
}

for (const [name, order] of [["euler", 1], ["heun", 2], ["res_multistep", 2]] as const) {
  test(`${name} converges with order ${order}`, async () => {
    for (const steps of [40, 80, 160]) {
      const [coarse, fine] = [
        await error(samplers[name], steps),
        await error(samplers[name], 2 * steps),
      ];
      const seen = Math.log2(coarse / fine);
      assert.ok(Math.abs(seen - order) < 0.12, `${steps} steps: order ${seen.toFixed(3)}`);
    }
  });
}

test("euler is exact where x0 is constant", async () => {
  const [end] = await euler(() => Float64Array.of(2), Float64Array.of(-5), [1, 0.7, 0.3]);
  // z − x0 shrinks as σ does.
  assert.ok(Math.abs(end - (2 + (-5 - 2) * 0.3)) < 1e-14);
});

test("res_multistep is exact where x0 is a line in ln σ, after its first step", async () => {
  const slope = 0.8;
  const line: Denoise = (z, sigma) => z.map(() => 1 - slope * Math.log(sigma)) as Vector;
  // dz/dλ = x0 − z with x0 = 1 + slope·λ is solved by z = 1 + slope·(λ − 1) + c·e^(−λ).
  const exact = (c: number, sigma: number) => 1 + slope * (-Math.log(sigma) - 1) + c * sigma;
  const sigmas = [0.9, 0.89, 0.6, 0.45, 0.2, 0.05];
  const [first] = await resMultistep(line, Float64Array.of(0.4), sigmas.slice(0, 2));
  const c = (first - exact(0, 0.89)) / 0.89;
  const [end] = await resMultistep(line, Float64Array.of(0.4), sigmas);
  assert.ok(Math.abs(end - exact(c, 0.05)) < 1e-13, `${end} instead of ${exact(c, 0.05)}`);
});

test("heun is exact where the slope is a line in σ", async () => {
  const slope = (sigma: number) => 0.7 - 3 * sigma;
  const x0: Denoise = (z, sigma) => z.map((v) => v - sigma * slope(sigma)) as Vector;
  const [end] = await heun(x0, Float64Array.of(0.4), [0.9, 0.2]);
  assert.ok(Math.abs(end - (0.4 + (slope(0.9) + slope(0.2)) / 2 * (0.2 - 0.9))) < 1e-15);
});

test("phi functions: their definitions, and no cancellation near 0", () => {
  assert.ok(Math.abs(phi1(-2) - (Math.exp(-2) - 1) / -2) < 1e-15);
  assert.ok(Math.abs(phi2(-2) - (phi1(-2) - 1) / -2) < 1e-15);
  assert.is(phi1(0), 1);
  assert.is(phi2(0), 0.5);
  assert.ok(Math.abs(phi2(-1e-9) - (0.5 - 1e-9 / 6)) < 1e-15);
  assert.ok(Math.abs(phi2(-1e-5) - (0.5 - 1e-5 / 6 + 1e-10 / 24)) < 1e-14);
  // Both forms meet where one takes over from the other.
  assert.ok(Math.abs(phi2(-0.1 - 1e-12) - phi2(-0.1 + 1e-12)) < 1e-12);
});

test("repeated levels change nothing and give no NaN", async () => {
  const twice = [0.9, 0.9, 0.6, 0.6, 0.3];
  for (const sampler of Object.values(samplers)) {
    const [end] = await sampler(toyDenoise, Float64Array.of(1), twice);
    assert.ok(Number.isFinite(end));
  }
});

test("the start is left as it is, steps are told in order, a throw stops", async () => {
  const start = Float32Array.of(1, -1);
  const told: number[] = [];
  await euler(toyDenoise, start, simpleSchedule(4, 3), (step, steps) => {
    assert.is(steps, 4);
    told.push(step);
  });
  assert.equal([...start], [1, -1]);
  assert.equal(told, [1, 2, 3, 4]);
  let evaluations = 0;
  const counted: Denoise = (z, sigma) => (evaluations++, toyDenoise(z, sigma));
  const stop = () => {
    throw new Error("enough");
  };
  const end = await resMultistep(counted, start, simpleSchedule(4, 3), stop).catch((e) =>
    e.message
  );
  assert.is(end, "enough");
  assert.is(evaluations, 1);
});

test.run();
