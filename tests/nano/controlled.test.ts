/** Strength of a ControlNet: the formula, and what is evaluated. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { controlled } from "../../lib/nano/model/controlled.ts";

function counted(value: number) {
  const self = { calls: 0, denoise: () => (self.calls++, Float32Array.of(value)) };
  return self;
}

test("plain + strength · (drawn − plain), and at 0 and 1 only one of them is evaluated", async () => {
  for (
    const [strength, x0, plainCalls, drawnCalls] of [
      [1, 5, 0, 1],
      [0, 1, 1, 0],
      [0.25, 2, 1, 1],
      [2, 9, 1, 1],
    ]
  ) {
    const [plain, drawn] = [counted(1), counted(5)];
    const out = await controlled(plain.denoise, drawn.denoise, strength)(new Float32Array(1), 0.5);
    assert.equal([[...out], plain.calls, drawn.calls], [[x0], plainCalls, drawnCalls]);
  }
});

test.run();
