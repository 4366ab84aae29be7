import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { evaluations, phaseOf, sigmas } from "@kgen/capture";

const counts = (sampler: string | null, cfg: number | null, steps: number) => {
  const c = evaluations(sampler, cfg);
  return Array.from({ length: steps }, (_, i) => c.atReport(i + 1, steps));
};

// Left: calls of the model that were counted in ComfyUI v0.33 when each of 6 steps was reported.
test("evaluations at each report, as counted in ComfyUI", () => {
  for (const name of ["euler", "res_multistep", "dpmpp_2m", "ddim", "uni_pc"]) {
    assert.equal(counts(name, 1, 6), [1, 2, 3, 4, 5, 6], name);
  }
  for (const name of ["heun", "dpm_2", "dpmpp_sde", "seeds_2"]) {
    assert.equal(counts(name, 1, 6), [1, 3, 5, 7, 9, 11], name);
  }
  assert.equal(counts("seeds_3", 1, 6), [1, 4, 7, 10, 13, 16]);
});

test("guidance other than 1 counts twice; _cfg_pp always", () => {
  assert.equal(counts("res_multistep", 4, 3), [2, 4, 6]);
  assert.equal(counts("heun", 4, 3), [2, 6, 10]);
  assert.equal(counts("euler", 0.5, 2), [2, 4]);
  assert.equal(counts("res_multistep_cfg_pp", 1, 2), [2, 4]);
  assert.equal(counts("euler", null, 2), [1, 2]);
});

test("evaluations in a step add up to the last report", () => {
  for (const [name, cfg] of [["euler", 1], ["heun", 1], ["heun", 4], ["seeds_3", 1]] as const) {
    for (const steps of [1, 2, 8, 30]) {
      const c = evaluations(name, cfg);
      const sum = Array.from({ length: steps }, (_, i) => c.inStep(i + 1, steps))
        .reduce((a, b) => a + b, 0);
      assert.is(sum, c.atReport(steps, steps), `${name} ${cfg} ${steps}`);
    }
  }
  assert.equal([1, 2, 3].map((i) => evaluations("heun", 1).inStep(i, 3)), [2, 2, 1]);
});

test("an unknown sampler is known to be unknown", () => {
  assert.is(evaluations("my_sampler", 1).known, false);
  assert.is(evaluations(null, 1).known, false);
  assert.is(evaluations("euler", 1).known, true);
});

test("sigmas of the simple schedule", () => {
  const round = (s: number[] | null) => s?.map((v) => Number(v.toFixed(4)));
  assert.equal(
    round(sigmas({ scheduler: "simple", steps: 8, shift: 3 })),
    [1, 0.9545, 0.9, 0.8333, 0.75, 0.6429, 0.5, 0.3, 0],
  );
  // Half the noise: the last 4 steps of 8, with 5 levels.
  assert.equal(
    round(sigmas({ scheduler: "simple", steps: 4, shift: 3, denoise: 0.5 })),
    [0.75, 0.6429, 0.5, 0.3, 0],
  );
  assert.equal(
    round(sigmas({ scheduler: "simple", steps: 8, shift: 3, startStep: 6, endStep: 8 })),
    [0.5, 0.3, 0],
  );
  assert.equal(sigmas({ scheduler: "simple", steps: 8, shift: 3, denoise: 0 }), []);
  assert.equal(round(sigmas({ scheduler: "simple", steps: 2, shift: 1 })), [1, 0.5, 0]);
});

test("sigmas equal those that ComfyUI v0.33 makes, for every schedule recorded", () => {
  const file = new URL("../nano/transcripts/samplers.json", import.meta.url);
  const { schedules } = JSON.parse(readFileSync(file, "utf8"));
  assert.ok(schedules.length > 5);
  for (const { shift, steps, denoise, sigmas: expected } of schedules) {
    const made = sigmas({ scheduler: "simple", steps, shift, denoise })!;
    assert.is(made.length, expected.length, `${steps} steps, denoise ${denoise}`);
    // ComfyUI's are float32.
    made.forEach((v, i) => assert.ok(Math.abs(v - expected[i]) < 1e-6, `${steps} steps, ${i}`));
  }
});

test("a schedule that is not known gives null, not a guess", () => {
  assert.is(sigmas({ scheduler: "karras", steps: 8, shift: 3 }), null);
  assert.is(sigmas({ scheduler: "simple", steps: 8, shift: null }), null);
  assert.is(sigmas({ scheduler: null, steps: 8, shift: 3 }), null);
});

test("phases by class type", () => {
  const expected = {
    load: "UNETLoader CLIPLoader VAELoader LoraLoaderModelOnly CheckpointLoaderSimple",
    encode: "CLIPTextEncode ConditioningZeroOut VAEEncode TextEncodeZImageOmni",
    sample: "KSampler KSamplerAdvanced SamplerCustom SamplerCustomAdvanced",
    decode: "VAEDecode VAEDecodeTiled",
    save: "SaveImage PreviewImage SaveImageWebsocket",
    other: "EmptySD3LatentImage ModelSamplingAuraFlow KSamplerSelect BasicScheduler",
  };
  for (const [phase, names] of Object.entries(expected)) {
    for (const name of names.split(" ")) assert.is(phaseOf(name), phase, name);
  }
});

test.run();
