// When load counts as having warmed a card as far as it will: a pure rule on made-up temperatures.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isPlateau, type LoadPoint } from "../../lib/sweep/plateau.ts";

const rule = { rise: 1, span: 60_000 };

/** A run every 10 s for some seconds, with the temperature of its moment. */
const load = (seconds: number, celsius: (s: number) => number): LoadPoint[] =>
  Array.from({ length: seconds / 10 + 1 }, (_, i) => [10_000 * i, celsius(10 * i)]);

test("a card that warms by the rule's rise or more in its span is still warming", () => {
  assert.is(isPlateau(load(60, (s) => 40 + s / 30), 60_000, rule), false);
  assert.is(isPlateau(load(120, (s) => 40 + s / 50), 120_000, rule), false);
});

test("a card that warms by less is at its plateau, and one that cools too", () => {
  assert.is(isPlateau(load(60, () => 70), 60_000, rule), true);
  assert.is(isPlateau(load(120, (s) => 70 + s / 120), 120_000, rule), true);
  assert.is(isPlateau(load(60, (s) => 70 - s / 10), 60_000, rule), true);
});

test("only the last span counts: a steep beginning is forgotten", () => {
  const warmed = load(120, (s) => s < 60 ? 40 + s / 2 : 70);
  assert.is(isPlateau(warmed, 120_000, rule), true);
  assert.is(isPlateau(warmed, 120_000, { ...rule, span: 120_000 }), false);
});

test("one noisy run does not decide", () => {
  const noisy = load(120, (s) => 70 + (s === 120 ? 1 : 0));
  assert.is(isPlateau(noisy, 120_000, rule), true);
});

test("too short a load, or too few runs in the span, tell nothing", () => {
  assert.is(isPlateau([], 0, rule), false);
  assert.is(isPlateau(load(50, () => 70), 50_000, rule), false, "shorter than the span");
  const sparse: LoadPoint[] = [[0, 70], [1000, 70], [2000, 70], [3000, 70], [100_000, 70]];
  assert.is(isPlateau(sparse, 100_000, rule), false, "one run within the span");
});

test.run();
