/** Noise levels: ComfyUI's own, and the formula. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { partOfSchedule, shiftSigma, simpleSchedule } from "../../lib/nano/model/schedule.ts";
import recorded from "./transcripts/samplers.json" with { type: "json" };

test("eight steps at shift 3", () => {
  const rounded = simpleSchedule(8, 3).map((sigma) => Number(sigma.toFixed(4)));
  assert.equal(rounded, [1, 0.9545, 0.9, 0.8333, 0.75, 0.6429, 0.5, 0.3, 0]);
});

test("equal to ComfyUI's to the last bit of float32", () => {
  assert.ok(recorded.schedules.length >= 10);
  for (const { steps, shift, denoise, sigmas } of recorded.schedules) {
    const own = simpleSchedule(steps, shift, denoise);
    assert.is(own.length, sigmas.length);
    own.forEach((sigma, i) => {
      // One unit in the last place: torch rounds between the operations, and so may end beside ours.
      const close = Math.abs(sigma - sigmas[i]) <= 1.2e-7;
      assert.ok(close, `shift ${shift}, ${steps} steps, level ${i}: ${sigma}, not ${sigmas[i]}`);
    });
  }
});

test("the shift moves the middle and keeps the ends", () => {
  assert.is(shiftSigma(0.5, 3), 0.75);
  assert.is(shiftSigma(0.5, 1), 0.5);
  assert.is(shiftSigma(1, 7), 1);
  assert.is(shiftSigma(0, 7), 0);
});

test("denoise 0 is no step, a shift of 0 is refused", () => {
  assert.equal(simpleSchedule(8, 3, 0), []);
  assert.throws(() => simpleSchedule(8, 0), /shift 0 leaves the noise levels undefined/);
});

test("more steps than the table has levels repeat some and never rise", () => {
  const sigmas = simpleSchedule(3000, 3);
  assert.is(sigmas.length, 3001);
  assert.ok(sigmas.every((sigma, i) => i === 0 || sigma <= sigmas[i - 1]));
});

test("a part of a schedule: KSamplerAdvanced's steps", () => {
  const all = [1, 0.75, 0.5, 0.25, 0];
  assert.equal(partOfSchedule(all, 0, 10000, true), all);
  assert.equal(partOfSchedule(all, 0, 3, false), [1, 0.75, 0.5, 0.25]);
  assert.equal(partOfSchedule(all, 3, 10000, true), [0.25, 0]);
  assert.equal(partOfSchedule(all, 1, 3, true), [0.75, 0.5, 0]);
  for (const [start, end] of [[4, 10000], [2, 2], [3, 2], [0, 0]]) {
    assert.equal(partOfSchedule(all, start, end, true), []);
  }
  assert.equal(all, [1, 0.75, 0.5, 0.25, 0]);
});

test.run();
