import { test } from "uvu";
import * as assert from "uvu/assert";
import { inspect } from "node:util";
import { kNfe, type Timed } from "@kgen/kinetics";
import { failure } from "./failure.ts";

/** A SYNTHETIC run with these ends of steps and NFE counts. */
function run(ends: number[], nfes = ends.map((_, i) => i + 1), times: Timed["times"] = {}): Timed {
  const evaluations = ends.map((t, i) => ({ nfe: nfes[i], t, tJob: t + 0.5 }));
  return { id: "r1", nfe: nfes.at(-1) ?? 0, evaluations, times };
}

test("sampling window by hand: the first evaluation is left out", () => {
  // Durations 0.10, 0.12, 0.08: mean 0.1, sd 0.02, SE 0.011547, t(0.975, 2) = 4.302653
  const rate = kNfe(run([3, 3.1, 3.22, 3.3]));
  assert.ok(Math.abs(rate.value - 10) < 1e-9);
  assert.is(rate.nfe, 3);
  assert.ok(Math.abs(rate.seconds - 0.3) < 1e-12);
  assert.is(rate.n, 3);
  assert.is(rate.se!.toFixed(4), "1.1547");
  assert.is(rate.ci![0].toFixed(4), (1 / (0.1 + 4.302653 * 0.02 / Math.sqrt(3))).toFixed(4));
  assert.is(rate.ci![1].toFixed(4), (1 / (0.1 - 4.302653 * 0.02 / Math.sqrt(3))).toFixed(4));
  assert.is(rate.unit, "s⁻¹");
});

test("steps of two evaluations (guidance, heun) count as two; a last step of one as one", () => {
  const rate = kNfe(run([0.2, 0.4, 0.6, 0.7], [2, 4, 6, 7]));
  assert.ok(Math.abs(rate.value - 10) < 1e-9);
  assert.is(rate.nfe, 5);
  assert.ok(rate.se! < 1e-9); // every evaluation takes 0.1 s, so nothing is uncertain
});

test("job window: all evaluations, submission to success, no interval", () => {
  const rate = kNfe(run([0.3, 0.4], [1, 2], { submitted: 0, success: 1.6 }), "job");
  assert.is(rate.value, 1.25);
  assert.is(rate.ci, null);
  assert.match(rate.note, /repeat it with new seeds/);
});

test("the seed's two Turbo rows: 10.0 ± 1.2 is their mean and standard error", () => {
  const rows = [0.72, 0.91].map((success) => run([0.1], [8], { success }));
  const rate = kNfe(rows, "job");
  assert.is(rate.n, 2);
  assert.is(rate.value.toFixed(2), "9.95");
  assert.is(rate.se!.toFixed(2), "1.16");
  assert.is(rate.ci, null); // two runs say very little
  assert.match(rate.note, "too few for an interval: it takes 3");
});

test("over runs: the t interval of ln k, positive however they differ", () => {
  const rates = [2, 10, 30];
  const rate = kNfe(rates.map((k) => run([0.1], [8], { success: 8 / k })), "job");
  assert.ok(Math.abs(rate.value - 14) < 1e-9);
  // By hand: ln k = 0.693, 2.303, 3.401; mean 2.132, sd 1.362; t(0.975, 2) = 4.302653
  const logs = rates.map(Math.log), mean = (logs[0] + logs[1] + logs[2]) / 3;
  const sd = Math.sqrt(logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 2);
  const half = 4.302653 * sd / Math.sqrt(3);
  assert.ok(Math.abs(Math.log(rate.ci![0]) - (mean - half)) < 1e-6);
  assert.ok(Math.abs(Math.log(rate.ci![1]) - (mean + half)) < 1e-6);
  assert.ok(rate.ci![0] > 0);
  assert.match(rate.note, "t interval of ln k");
});

test("job window: a wait in the queue is in it, and said", () => {
  const times = { submitted: 0, started: 2.5, success: 4 };
  const waited = run([0.3, 0.4], [1, 2], times);
  const rate = kNfe(waited, "job");
  assert.is(rate.value, 0.5);
  assert.match(rate.note, "the job waited 2.50 s in the queue; that is in this window");
  const prompt = run([0.3, 0.4], [1, 2], { ...times, started: 0.02 });
  assert.not.match(kNfe(prompt, "job").note, "queue");
  assert.not.match(kNfe(waited).note, "queue");
  assert.match(
    kNfe([waited, prompt], "job").note,
    "1 of the jobs waited in the queue, up to 2.50 s",
  );
});

test("a list of one run is that run", () => {
  assert.equal(kNfe([run([0, 0.1, 0.2, 0.31])]).ci, kNfe(run([0, 0.1, 0.2, 0.31])).ci);
});

test("prints itself, and JSON holds the numbers alone", () => {
  const rate = kNfe(run([0, 0.1, 0.2, 0.31]));
  assert.match(
    String(rate),
    /^kNfe = 9\.677 s⁻¹ \(95 % interval .* sampling window, 3 NFE in 0\.3100 s\)/,
  );
  assert.is(inspect(rate), String(rate));
  assert.equal(Object.keys(JSON.parse(JSON.stringify(rate))), Object.keys(rate));
});

test("steps so uneven that the slowest mean has no limit", () => {
  const rate = kNfe(run([0, 0.1, 0.1, 0.9]));
  assert.is(rate.ci![1], Infinity);
  assert.match(rate.note, /1 step arrived with the one before.*no upper limit/);
});

test("bad runs say what and what to do", () => {
  assert.match(
    failure(() => kNfe(run([0.1]))).message,
    /Run r1 has one evaluation.*at least 2 steps, or use the job/,
  );
  assert.match(failure(() => kNfe(run([]))).message, /no evaluations.*new seed/);
  assert.is(failure(() => kNfe([])).problem, "no evaluations");
  assert.match(failure(() => kNfe(run([0.2, 0.2]))).message, /span 0 s/);
  assert.match(failure(() => kNfe(run([0.1, NaN, 0.3]))).message, /step 2 has no time/);
  assert.match(failure(() => kNfe(run([0.1, 0.2], [2, 2]))).message, /NFE does not grow at step 2/);
  assert.match(
    failure(() => kNfe(run([0.1, 0.2], [1, 2], { success: null }), "job")).message,
    /no time of success/,
  );
  assert.is(failure(() => kNfe(run([0.1, 0.2]), "all" as "job")).problem, "argument");
  const two = kNfe(run([0.1, 0.2]));
  assert.is(two.ci, null);
  assert.match(two.note, /one step tells no spread/);
});

test.run();
