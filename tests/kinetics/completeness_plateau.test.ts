import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  completeness,
  completenessOf,
  complexity,
  fitOrder,
  fitOrders,
  KineticsError,
  REFERENCE_PROMPT,
  t1Summary,
  t1Table,
} from "@kgen/kinetics";
import { metric } from "@kgen/quality";
import { textTable } from "@kgen/tables";
import { failure } from "./failure.ts";
import { frames, normal } from "./synthetic.ts";

const near = (got: number[], want: number[], tolerance = 1e-12) =>
  got.forEach((v, i) => assert.ok(Math.abs(v - want[i]) < tolerance, `${v} is not ${want[i]}`));

/** SYNTHETIC scores that go from `from` to `to` by order 1, k = 4 s⁻¹, 0.1 s a frame, scored from outside. */
function course(from: number, to: number, metric: string, sd = 0, steps = 24, seed = 1) {
  const error = normal(seed);
  const values = Array.from(
    { length: steps },
    (_, i) => to + (from - to) * Math.exp(-0.4 * i) + (i > 0 ? sd * error() : 0),
  );
  return frames(values, { metric, reference: "r9" });
}

test("a fitted plateau is where the curve ends, in either direction, and is named", () => {
  for (
    const [name, from, to] of [["rmse", 0.5, 0.1], ["clip", 0.1, 0.3], ["niqe", 9, 4]] as const
  ) {
    const sd = 0.005 * Math.abs(to - from);
    const c = completeness(course(from, to, name, sd), name, { plateau: "fitted" });
    const { kind, value, se, fit } = c.plateau!;
    assert.is(kind, "fitted");
    assert.match(c.plateau!.name, /plateau of order 1 fitted to 23 frames/);
    assert.ok(Math.abs(value - to) < 4 * se! && se! < 0.01 * Math.abs(to - from), name);
    assert.ok(fit!.ci[0] < 4 && 4 < fit!.ci[1]);
    assert.is(c.ceilingValue, value);
    assert.match(String(c), /I = 1 at .*\(the plateau of order 1.*\n.*/);
    assert.match(c.notes.join("\n"), /± .*not a finished picture/);
    // Scaling by P leaves k as it was.
    assert.ok(Math.abs(fitOrder(c, 1, { plateau: "fit" }).k - fit!.k) < 1e-5);
    near([fitOrder(c, 1, { plateau: "fit" }).plateau], [1], 1e-5);
  }
});

test("the fitted plateau covers the true one (SYNTHETIC, 400 seeded trials)", () => {
  let hits = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const rows = course(0.5, 0.1, "rmse", 0.008, 24, seed);
    const { value, se } = completeness(rows, "rmse", { plateau: "fitted" }).plateau!;
    if (Math.abs(value - 0.1) < 2.08 * se!) hits++; // t(0.975, 21)
  }
  assert.ok(hits >= 370 && hits <= 392, `${hits} of 400`);
});

test("frames that do not bend have no plateau, and it is said", () => {
  const line = frames(Array.from({ length: 12 }, (_, i) => 0.5 - 0.03 * i), { reference: "r9" });
  const error = failure(() => completeness(line, "rmse", { plateau: "fitted" }));
  assert.is(error.problem, "no plateau");
  assert.match(error.message, /do not bend.*plateau "best", "last frame" or a score/);
  const flat = frames(Array(12).fill(0.5), { reference: "r9" });
  assert.is(
    failure(() => completeness(flat, "rmse", { plateau: "fitted" })).problem,
    "no progress",
  );
  assert.match(
    failure(() => completeness(line, "rmse", { plateau: "fitted", order: 0 })).message,
    /no plateau to fit/,
  );
});

test("a score with a name, a number, the last frame: each is named", () => {
  const rows = course(0.5, 0.1, "rmse");
  const other = completeness(rows, "rmse", { plateau: { value: 0.2, name: "runs of 60 steps" } });
  assert.is(other.plateau!.name, "runs of 60 steps");
  near([other.points[5].I], [(0.5 - rows[5].value) / 0.3]);
  assert.match(other.notes[0], /I above 1, better than the plateau/);
  assert.is(completeness(rows, "rmse", { plateau: 0.2 }).plateau!.name, "the given score");
  assert.is(completeness(rows, "rmse", { plateau: "last frame" }).points.at(-1)!.I, 1);
  const noise = completeness(rows, "rmse", { baseline: { value: 0.7, name: "pure noise" } });
  assert.is(noise.baselineName, "pure noise");
  assert.match(String(noise), /I = 0 at 0\.7000 \(pure noise\)/);
  assert.match(
    failure(() => completeness(rows, "rmse", { plateau: 0.2, ceiling: 0.1 })).message,
    /the same: give one/,
  );
  assert.match(
    failure(() => completeness(rows, "rmse", { plateau: "end" as "best" })).message,
    /got "end"/,
  );
});

test("psnr: with a plateau in dB, or by the error it is made of", () => {
  const mse = [0.16, 0.04, 0.01, 0],
    psnr = mse.map((v) => v === 0 ? Infinity : -10 * Math.log10(v));
  const rows = frames(psnr, { metric: "psnr" });
  near(completeness(rows, "psnr", { by: "mse" }).points.map((p) => p.I), [0, 0.75, 0.9375, 1]);
  near(completeness(rows, "psnr", { by: "rmse" }).points.map((p) => p.I), [0, 0.5, 0.75, 1]);
  assert.is(completeness(rows, metric("psnr"), { by: "mse" }).metric, "mse");
  const dB = completeness(rows, "psnr", { plateau: 30 });
  near([dB.points[2].I], [(psnr[2] - psnr[0]) / (30 - psnr[0])]);
  assert.is(dB.points[3].used, false);
  assert.match(dB.points[3].why!, /its own reference: its score is Infinity/);
  assert.match(failure(() => completeness(rows, "psnr")).message, /by: "mse".*plateau: 40/);
  const lost = frames([10, null as unknown as number, 30, 40], { metric: "psnr" });
  assert.match(completeness(lost, "psnr", { by: "mse" }).points[1].why!, /NaN/);
  assert.match(
    failure(() => completeness(frames([1, 0]), "rmse", { by: "mse" })).message,
    /needs no turning/,
  );
});

test("a metric's own description gives direction and best value", () => {
  const rows = frames([9, 6, 5], { metric: "score", reference: "none" });
  const lower = { name: "score", direction: "lower", range: [1, 10] } as const;
  near(completeness(rows, lower).points.map((p) => p.I), [0, 3 / 8, 0.5]);
  const unknown = { name: "score", direction: null, range: null };
  assert.is(failure(() => completeness(rows, unknown)).problem, "no best value");
  near(completeness(rows, unknown, { plateau: "last frame" }).points.map((p) => p.I), [0, 0.75, 1]);
  assert.is(
    completeness(frames([0.2, 0.6, 1], { metric: "ssim" }), metric("ssim")).ceilingValue,
    1,
  );
});

test("a plateau that the metric calls worse is refused: the wrong direction", () => {
  const rows = frames([4, 6, 9], { metric: "niqe", reference: "none" });
  const niqe = { name: "niqe", direction: "lower", range: [0, 100] } as const;
  const error = failure(() => completeness(rows, niqe, { plateau: "last frame" }));
  assert.is(error.problem, "wrong direction");
  assert.match(error.message, /from 4\.000 .* to 9\.000 .*lower is better/);
  assert.is(
    failure(() => completeness(frames([0.1, 0.2, 0.3]), "rmse", { plateau: 0.5 })).problem,
    "wrong direction",
  );
});

const many = [REFERENCE_PROMPT, "a cat on the roof", ""].flatMap((prompt, r) =>
  course(0.5, 0, "rmse", 0, 24).map((f) => ({ ...f, run: `r${r}`, prompt }))
);

test("many runs at once, each with the C of its prompt", () => {
  const all = completenessOf(many, "rmse");
  assert.equal(all.map((c) => c.run), ["r0", "r1", "r2"]);
  assert.equal(all.map((c) => c.C), [1, complexity("a cat on the roof").C, 1]);
  assert.match(all[2].notes[0], /C is taken as 1: .*no word/);
  // kC is the same; k is that over C.
  near([fitOrders(all[1]).n1.k * all[1].C], [fitOrders(all[0]).n1.k], 1e-6);
  assert.is(completenessOf(many, "rmse", { C: 1 })[1].C, 1);
  assert.match(failure(() => completenessOf(many, "rmse", { C: 0 })).message, /positive number/);
});

test("frames scored against several pictures: one is picked by name", () => {
  const rows = [
    ...frames([0.4, 0.2, 0.1], { reference: "cat" }),
    ...frames([0.5, 0.4, 0.4], { reference: "dog" }),
  ];
  near(completeness(rows, "rmse", { reference: "cat" }).points.map((p) => p.I), [0, 0.5, 0.75]);
  near(completenessOf(rows, "rmse", { reference: "dog" })[0].points.map((p) => p.I), [0, 0.2, 0.2]);
  assert.match(
    failure(() => completeness(rows, "rmse")).message,
    /against cat, dog, .*reference: "cat"/,
  );
  assert.is(
    failure(() => completeness(rows, "rmse", { reference: "cow" })).problem,
    "no such reference",
  );
});

test("a fitted curve that does not follow the frames is said", () => {
  const hump = Array.from({ length: 24 }, (_, i) => 0.5 - 0.3 * Math.sin(i / 8) - 0.01 * i);
  const c = completeness(frames(hump, { reference: "r9" }), "rmse", { plateau: "fitted" });
  assert.ok(c.plateau!.fit!.r2 < 0.9);
  assert.match(c.notes.join(" "), /does not follow the frames \(R² /);
});

test("a bad run is named and left out, the good ones stay", () => {
  const bad = [...many, { ...many[0], run: "bad" }, { ...many[0], run: "bad" }];
  const problems: [string, KineticsError][] = [];
  const all = completenessOf(bad, "rmse", { onProblem: (run, e) => problems.push([run, e]) });
  assert.is(all.length, 3);
  assert.is(problems[0][0], "bad");
  assert.match(problems[0][1].message, /stands twice/);
  assert.match(failure(() => completenessOf(bad, "rmse")).message, /run bad stands twice/);
  assert.match(failure(() => completenessOf(many, "beauty")).message, /It has: rmse/);
});

test("t1 of many runs as a table; runs that never converge are counted", () => {
  const slow = frames([0.5, 0.4, 0.3, 0.2], { run: "slow", reference: "r9" });
  const back = frames([0.5, 0.4, 0.01, 0.3], { run: "back", reference: "r9" });
  const rows = t1Table(completenessOf([...many, ...slow, ...back], "rmse"));
  assert.equal(rows.map((r) => r.step), [9, 9, 9, null, null]);
  near([rows[0].t1_s!], [0.8]);
  assert.is(rows[3].note, "never: I reaches 0.600");
  assert.is(rows[4].note, "fell back below: ends at 0.400");
  assert.match(textTable(rows), /t1_s/);
  const summary = t1Summary(rows);
  assert.equal([summary.runs, summary.converged], [5, 3]);
  near([summary.median_s!], [0.8]);
  assert.match(
    summary.words,
    /3 of 5 runs converged; median t1 0\.800 s, those that did not counted/,
  );
  assert.is(t1Summary(rows.slice(2)).median_s, null);
  assert.is(t1Summary([]).runs, 0);
});

test.run();
