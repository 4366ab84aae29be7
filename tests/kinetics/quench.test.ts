import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Completeness, completeness, quench, rateLaw } from "@kgen/kinetics";
import { textTable } from "@kgen/tables";
import { failure } from "./failure.ts";
import { frames, normal } from "./synthetic.ts";

// SYNTHETIC runs on the time axis (0, 1], scored against a picture from outside.
type Course = (t: number) => number;
const law = (order: number, k: number): Course => (t) => rateLaw(order).rise(k * t);

function run(n: number, I: Course, sd = 0, error = () => 0, rho = 0): Completeness {
  let e = error();
  const points = Array.from({ length: n }, (_, i) => {
    const t = (i + 1) / n;
    e = rho * e + Math.sqrt(1 - rho * rho) * error();
    return { step: i + 1, nfe: i + 1, t, I: I(t) + sd * e, used: true };
  });
  const c = { metric: "ssim", run: "synthetic", reference: "a finished picture", C: 1, notes: [] };
  return { ...c, baseline: "first frame", baselineValue: 0, ceilingValue: 1, points };
}

const TRIALS = 1000, SEED = 5;
/** How many of 1,000 trials came out as each kind. */
function kinds(n: number, I: Course, sd: number, rho = 0, noise?: number) {
  const error = normal(SEED);
  const count = { fell: 0, stalled: 0, complete: 0, rising: 0, unknown: 0 };
  for (let i = 0; i < TRIALS; i++) count[quench(run(n, I, sd, error, rho), { noise }).kind]++;
  return count;
}

const table: Record<string, unknown>[] = [];
const percent = (hits: number) => 100 * hits / TRIALS;
function row(
  course: string,
  I: Course,
  { n = 30, sd = 0.02, rho = 0, noise }: { n?: number; sd?: number; rho?: number; noise?: number },
) {
  const c = kinds(n, I, sd, rho, noise);
  const shown = Object.fromEntries(Object.entries(c).map(([k, v]) => [`${k} %`, percent(v)]));
  table.push({ course, frames: n, SD: sd, "ρ": rho, ...shown });
  return { alarms: percent(c.fell + c.stalled), ...c };
}

// True false alarm rates are bounded as stated in the doc comment of quench.
for (const [order, k] of [[1, 0.7], [1, 1.5], [1, 2.5], [1, 4], [2, 1], [2, 4], [2, 9], [2, 15]]) {
  test(`a run of order ${order}, k = ${k}, is no quench`, () => {
    const name = `order ${order}, k = ${k}`;
    assert.not(quench(run(30, law(order, k))).quenched);
    assert.ok(row(name, law(order, k), { sd: 0.02 }).alarms <= 1);
    assert.ok(row(name, law(order, k), { sd: 0.05 }).alarms <= 4);
  });
}

test("a finished run that scatters falls in about 5 %, correlated errors in more", () => {
  assert.ok(row("a level at 1", () => 1, { sd: 0.02 }).alarms <= 3);
  const free = row("a level at 1", () => 1, { sd: 0.05 }).alarms;
  assert.ok(free >= 3 && free <= 7, `${free} %`);
  assert.ok(row("a level at 1", () => 1, { sd: 0.02, rho: 0.5 }).alarms <= 12);
});

const fall: Course = (t) => t < 0.6 ? 1.3 * t : 0.78 - 0.5 * (t - 0.6);
const stall: Course = (t) => 0.7 * Math.min(1, 2 * t);

test("planted falls are found", () => {
  assert.is(quench(run(30, fall)).kind, "fell");
  assert.ok(row("falls from 0.78 to 0.58", fall, {}).fell >= 990);
  assert.ok(row("falls from 0.78 to 0.58", fall, { sd: 0.05 }).fell >= 850);
  assert.ok(row("falls from 0.78 to 0.58", fall, { n: 12, sd: 0.01 }).fell >= 950);
});

test("six frames show a fall only where the noise is known", () => {
  assert.ok(row("the same, noise estimated", fall, { n: 6, sd: 0.01 }).fell < 100);
  assert.ok(row("the same, noise known", fall, { n: 6, sd: 0.01, noise: 0.01 }).fell >= 990);
  assert.ok(row("a level at 1, noise known", () => 1, { n: 6, sd: 0.05, noise: 0.05 }).alarms <= 7);
});

test("planted stalls are found where the noise lets them", () => {
  assert.is(quench(run(30, stall)).kind, "stalled");
  assert.ok(row("stops at 0.7", stall, { sd: 0.005 }).stalled >= 980);
  const noisy = row("stops at 0.7", stall, { sd: 0.05 });
  assert.ok(noisy.unknown > 600 && noisy.stalled > 100);
});

test("a dip that is made good is no fall; a run that never began has stalled", () => {
  const dip: Course = (t) => t < 0.2 ? 0.3 - t : t;
  assert.is(quench(run(30, dip, 0.005, normal(1))).kind, "complete");
  assert.is(quench(run(30, () => 0.01, 1e-4, normal(1))).kind, "stalled");
  assert.is(quench(run(30, () => 0)).kind, "stalled");
});

test("words say what, where and how sure", () => {
  assert.match(
    String(quench(run(30, fall))),
    /Quenched: I fell by 0\.\d+, from 0\.7\d+ about step 19/,
  );
  assert.match(String(quench(run(30, stall))), /stalled at 0\.7.*From step 21 on/s);
  assert.match(quench(run(30, law(1, 1.5), 0.002, normal(2))).words, /still rises, at 5\d %/);
  assert.match(quench(run(30, stall, 0.1, normal(3))).words, /^Not known.*scatter too much/);
});

test("against its own last frame, or a fitted plateau, a stall cannot be seen: it says so", () => {
  const values = Array.from({ length: 12 }, (_, i) => Math.exp(-i / 2));
  const own = quench(completeness(frames([...values, 0]), "rmse"));
  assert.match(own.notes[0], /every run ends at 1/);
  const rows = frames(values.map((v) => 0.2 + v), { reference: "r9" });
  assert.match(quench(completeness(rows, "rmse", { plateau: "fitted" })).notes[0], /own fitted/);
  assert.equal(quench(completeness(rows, "rmse")).notes, []);
  assert.is(quench(completeness(rows, "rmse")).kind, "stalled");
});

test("too few frames, and options out of range, are refused", () => {
  assert.match(failure(() => quench(run(5, stall))).message, /5 usable frames.*needs 6/);
  assert.match(failure(() => quench(run(9, stall), { noise: 0 })).message, /noise/);
});

test.after(() => {
  const title =
    `quench: 1,000 trials a line, seed ${SEED}. SYNTHETIC; errors of I normal with this SD`;
  console.log("\n" + textTable(table, { title, maxRows: 99 }));
});

test.run();
