import { test } from "uvu";
import * as assert from "uvu/assert";
import { inspect } from "node:util";
import { completeness, fitOrder, fitOrders, linearised, orderTable, rateLaw } from "@kgen/kinetics";
import { htmlTable } from "@kgen/tables";
import { failure } from "./failure.ts";
import { type Design, frames, normal, synthetic } from "./synthetic.ts";

const design: Design = { order: 1, k: 5, plateau: 1, points: 40, span: 3, noise: 0.02 };
const close = (a: number, b: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(a - b) <= tolerance * Math.abs(b), `${a} is not ${b}`);

test("the laws solve dI/dt = k·C·(1−I)ⁿ, and their lines straighten them", () => {
  for (const order of [0, 0.5, 1, 1 + 1e-7, 1.5, 2, 3]) {
    const { rise, straighten, origin } = rateLaw(order);
    assert.is(rise(0), 0);
    for (const x of [0.1, 0.5, 0.9]) {
      const slope = (rise(x + 1e-5) - rise(x - 1e-5)) / 2e-5;
      close(slope, (1 - rise(x)) ** order, 1e-8);
      close(straighten(rise(x)), origin + x, 1e-12);
    }
  }
  assert.is(rateLaw(0.5).rise(3), 1); // complete at x = 2
  for (const bad of [-1, NaN, Infinity]) assert.is(failure(() => rateLaw(bad)).problem, "argument");
});

test("without noise k and the plateau come out to 8 digits, also far from the first guess", () => {
  for (const order of [1, 2]) {
    for (const k of [0.02, 5, 400]) {
      const c = synthetic({ ...design, order, k, noise: 0 }, () => 0);
      close(fitOrder(c, order).k, k, 1e-8);
      const low = synthetic({ ...design, order, k, plateau: 0.8, noise: 0 }, () => 0);
      const fit = fitOrder(low, order, { plateau: "fit" });
      close(fit.k, k, 1e-8);
      close(fit.plateau, 0.8, 1e-8);
    }
  }
});

test("the true order is preferred by AICc in at least 99 of 100 SYNTHETIC runs", () => {
  for (const order of [1, 2] as const) {
    const error = normal(3);
    let right = 0;
    for (let i = 0; i < 100; i++) {
      const fits = fitOrders(synthetic({ ...design, order }, error));
      if (fits.preferred === order) right++;
      assert.is(Math.sign(fits.deltaAicc), order === 1 ? 1 : -1);
    }
    assert.ok(right >= 99, `order ${order}: ${right}`);
  }
});

test("the verdict: a clear one, a tie, a misfit, a straight line", () => {
  const clear = fitOrders(synthetic(design, normal(1)));
  assert.match(
    clear.verdict,
    /^Order 1 describes these data better, clearly: its AICc is lower by \d+\./,
  );
  assert.match(clear.verdict, /Order 1 gives k = [45]\.\d+ per second, 95 % interval/);
  assert.not.match(clear.verdict, /But even|straight line/);

  // The first tenth of the way looks the same by every law.
  const tie = fitOrders(synthetic({ ...design, span: 0.1, noise: 0.05, points: 6 }, normal(1)));
  assert.is(tie.preferred, null);
  assert.match(
    tie.verdict,
    /do not tell the orders apart: their AICc differ by .* less than 2 means nothing/,
  );

  // I falls first, as guided runs of the nano model do, then rises in a line.
  const dip = [1, 1.3, 1.6, 1.4, 1.1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0];
  assert.match(
    fitOrders(completeness(frames(dip), "rmse")).verdict,
    /But even the better curve does not follow/,
  );

  // SYNTHETIC, close to what 8 steps of the nano model give: no slowing down at all.
  const line = [1, 0.81, 0.7, 0.57, 0.44, 0.29, 0.13, 0];
  const straight = fitOrders(completeness(frames(line), "rmse"));
  assert.match(straight.verdict, /A straight line, I = k·C·t, does better than either/);
  assert.ok(straight.n0.aicc < straight.n1.aicc - 2);
});

test("the order fitted: found without noise, in the verdict where it is asked for", () => {
  for (const order of [0.5, 1, 1.5, 3]) {
    const fit = fitOrder(synthetic({ ...design, order, span: 1.5, noise: 0 }, () => 0), "fit");
    close(fit.order, order, 1e-6);
    close(fit.k, 5, 1e-6);
  }
  const between = fitOrders(synthetic({ ...design, order: 1.5, noise: 0.005 }, normal(6)));
  assert.match(between.verdict, /order fitted it is 1\.\d+, .*: neither 1 nor 2 is right\.$/);
  assert.ok(between.nFit!.orderCi![0] < 1.5 && 1.5 < between.nFit!.orderCi![1]);
  assert.match(String(between.nFit), /^kConv, order 1\.\d+ ± 0\.\d+ \(fitted\): k = /);
  const one = fitOrders(synthetic(design, normal(6)));
  assert.match(one.verdict, /AICc does not ask for it\.$/);
  assert.is(fitOrders(synthetic({ ...design, points: 7 }, normal(6))).nFit, null);
  const line = fitOrder(synthetic({ ...design, order: 0, span: 0.9 }, normal(1)), "fit");
  assert.ok(line.order < 0.2 || Number.isNaN(line.se));
});

test("AICc and R² are those of I by hand", () => {
  const c = synthetic({ ...design, points: 10 }, normal(2));
  const fit = fitOrder(c, 2);
  const e = c.points.map((p) => p.I - fit.predict(p.t));
  const rss = e.reduce((s, v) => s + v * v, 0), mean = c.points.reduce((s, p) => s + p.I / 10, 0);
  close(fit.r2, 1 - rss / c.points.reduce((s, p) => s + (p.I - mean) ** 2, 0));
  close(fit.aicc, 10 * (Math.log(2 * Math.PI * rss / 10) + 1) + 4 + 12 / 7); // k = 2: kC and σ
});

test("C divides k, its error and its interval, and nothing else", () => {
  const c = synthetic(design, normal(4));
  const one = fitOrder(c, 1), four = fitOrder(c, 1, { C: 4 });
  close(four.k, one.k / 4);
  close(four.se, one.se / 4);
  close(four.ci[1], one.ci[1] / 4);
  assert.is(four.aicc, one.aicc);
  assert.is(four.predict(0.2), one.predict(0.2));
  close(orderTable(fitOrders(c, { C: 4 }))[0]["k·C (s⁻¹)"], one.k);
  assert.is(failure(() => fitOrder(c, 1, { C: 0 })).problem, "argument");
});

test("a plateau that the points do not show is said, not guessed", () => {
  const bend = [1, 0.9, 0.79, 0.68, 0.56, 0.43, 0.3, 0.15, 0];
  const fits = fitOrders(completeness(frames(bend), "rmse"), { plateau: "fit" });
  assert.match(fits.notes.join(" "), /do not bend towards a plateau .* Fix the plateau/);
  assert.match(fits.verdict, /gives no k: its plateau cannot be found/);
  assert.ok(Number.isNaN(fits.n1.se));
  assert.is(orderTable(fits)[0].SE, null);
  assert.is(fits.n1.plateauSe, null);
});

test("the table has a row an order, and prints", () => {
  const fits = fitOrders(synthetic(design, normal(5)));
  const rows = orderTable(fits);
  assert.equal(rows.map((r) => r.order), [1, 2]);
  assert.equal(Object.keys(rows[0]), [
    "order",
    "k·C (s⁻¹)",
    "SE",
    "95 % interval",
    "plateau",
    "plateau SE",
    "R² on I",
    "AICc",
    "n",
  ]);
  assert.match(htmlTable(rows), /k·C/);
  const text = inspect(fits);
  assert.is(text, String(fits));
  assert.match(text, /^kConv of run synthetic by synthetic, plateau fixed at 1\n/);
  assert.ok(text.includes(fits.verdict));
  assert.match(String(fits.n1), /^kConv, order 1: k = /);
});

test("the curve for a figure runs from 0 to the last frame", () => {
  const c = completeness(frames([1, 0.6, 0.4, 0.25, 0.15, 0]), "rmse");
  const { line, predict } = fitOrder(c, 1);
  assert.is(line.length, 101);
  assert.equal(line[0], { x: 0, y: 0 });
  close(line[100].x, 0.5);
  close(line[100].y, predict(0.5));
});

test("lines: frames outside [0, 1) are left out and named with their step", () => {
  const c = completeness(frames([1, 1.2, 0.6, 0.4, -0.1, 0.2, 0]), "rmse", {});
  const line = linearised(c, 1);
  assert.equal(line.points.map((p) => p.step), [3, 4, 6]);
  assert.equal(line.excluded.map((e) => e.step), [1, 2, 5, 7]);
  assert.match(line.excluded[1].why, /below 0/);
  assert.match(line.excluded[2].why, /not below 1/);
  close(line.points[0].y, -Math.log(0.6), 1e-12);
  assert.match(line.note, /too narrow/);
  assert.match(String(line), /step 5 left out/);
});

test("lines: an exact run of each order gives its slope and intercept", () => {
  for (const order of [1, 2]) {
    const line = linearised(synthetic({ ...design, order, noise: 0 }, () => 0), order);
    close(line.slope, 5);
    assert.ok(Math.abs(line.intercept - (order - 1)) < 1e-9);
    assert.is(line.yName, order === 1 ? "−ln(1−I)" : "1/(1−I)");
  }
  assert.is(failure(() => linearised(synthetic(design, () => 0), 0)).problem, "argument");
});

test("bad input says what and what to do", () => {
  const few = failure(() => fitOrders(completeness(frames([1, 0.5, 0.2, 0]), "rmse")));
  assert.is(few.problem, "too few points");
  assert.match(
    few.message,
    /2 usable frames and this fit needs 4\. Not used: step 1 .*; step 4 .*Run more steps/,
  );
  const five = () =>
    fitOrders(completeness(frames([1, 0.8, 0.5, 0.3, 0.2, 0]), "rmse"), { plateau: "fit" });
  assert.match(failure(five).message, /4 usable frames and this fit needs 5.*or fix the plateau/);
  const worse = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 0];
  const flat = failure(() => fitOrders(completeness(frames(worse), "rmse")));
  assert.is(flat.problem, "no progress");
  assert.match(flat.message, /does not rise from 0/);
  assert.is(
    failure(() => fitOrders(completeness(frames(worse), "rmse"), { plateau: "fit" })).problem,
    "no progress",
  );
  const still = completeness(frames([1, 1, 1, 1, 1, 1, 0]), "rmse");
  assert.is(failure(() => fitOrders(still)).problem, "no progress");
  assert.match(
    failure(() => linearised(completeness(frames([1, 0.5, 0]), "rmse"), 1)).message,
    /a line with its error needs 3/,
  );
  const plateau = "free" as "fit";
  assert.is(failure(() => fitOrders(synthetic(design, () => 0), { plateau })).problem, "argument");
});

test.run();
