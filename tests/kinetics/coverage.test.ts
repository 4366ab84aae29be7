import { test } from "uvu";
import * as assert from "uvu/assert";
import { fitOrder, kNfe } from "@kgen/kinetics";
import { textTable } from "@kgen/tables";
import { type Design, normal, synthetic } from "./synthetic.ts";

// SYNTHETIC data. Design: true k = 5 s⁻¹, 40 points evenly over (0, 3/k], independent normal errors
// of SD 0.02 on I, 1,000 seeded trials a line. If the true coverage is 95 %, 936 to 964 of 1,000 hit in 95 of
// 100 such sets; the bounds are 93 and 97 %.
const TRIALS = 1000, SEED = 20260101;
const base: Design = { order: 1, k: 5, plateau: 1, points: 40, span: 3, noise: 0.02 };
const six = { ...base, points: 6 };

interface Case {
  title: string;
  design: Design;
  fit: number | "fit";
  plateau: "fixed" | "fit";
}

const cases: Case[] = [1, 1.5, 2].flatMap((order): Case[] => [
  { title: `order ${order}`, design: { ...base, order }, fit: order, plateau: "fixed" },
  {
    title: `order ${order}, plateau fitted`,
    design: { ...base, order, plateau: 0.9 },
    fit: order,
    plateau: "fit",
  },
  {
    title: `order ${order}, order fitted`,
    design: { ...base, order },
    fit: "fit",
    plateau: "fixed",
  },
]).concat([
  { title: "order 1, 6 points as a Turbo run has", design: six, fit: 1, plateau: "fixed" },
  {
    title: "order 2, 6 points as a Turbo run has",
    design: { ...six, order: 2 },
    fit: 2,
    plateau: "fixed",
  },
]);

interface Row {
  design: string;
  points: number;
  trials: number;
  "k covered %": number;
  "order covered %": number | null;
}
const table: Row[] = [];

for (const { title, design, fit, plateau } of cases) {
  test(`the 95 % interval of k covers the true one: ${title}`, () => {
    const error = normal(SEED);
    let k = 0, n = 0;
    for (let i = 0; i < TRIALS; i++) {
      const { ci, orderCi } = fitOrder(synthetic(design, error), fit, { plateau });
      if (ci[0] <= design.k && design.k <= ci[1]) k++;
      if (orderCi && orderCi[0] <= design.order && design.order <= orderCi[1]) n++;
    }
    const percent = (hits: number) => 100 * hits / TRIALS;
    table.push({
      design: title,
      points: design.points,
      trials: TRIALS,
      "k covered %": percent(k),
      "order covered %": fit === "fit" ? percent(n) : null,
    });
    assert.ok(percent(k) >= 93 && percent(k) <= 97, `${k} of ${TRIALS}`);
    if (fit === "fit") assert.ok(percent(n) >= 93 && percent(n) <= 97, `order: ${n} of ${TRIALS}`);
  });
}

test("the 95 % interval of kNfe covers the true one", () => {
  // SYNTHETIC: 8 steps of 0.1 s ± 5 %, so k = 10 s⁻¹.
  const error = normal(7);
  let hits = 0;
  for (let i = 0; i < TRIALS; i++) {
    let t = 0;
    const evaluations = Array.from({ length: 8 }, (_, j) => {
      t += 0.1 + 0.005 * error();
      return { nfe: j + 1, t, tJob: t };
    });
    const { ci } = kNfe({ nfe: 8, evaluations, times: {} });
    if (ci![0] <= 10 && 10 <= ci![1]) hits++;
  }
  table.push({
    design: "kNfe, steps of 0.1 s ± 5 %",
    points: 8,
    trials: TRIALS,
    "k covered %": 100 * hits / TRIALS,
    "order covered %": null,
  });
  assert.ok(hits >= 0.93 * TRIALS && hits <= 0.97 * TRIALS, `${hits} of ${TRIALS}`);
});

test.after(() => {
  const title = `Coverage of 95 % intervals. SYNTHETIC: k = 5 s⁻¹, points evenly over (0, 3/k], ` +
    `normal errors of SD 0.02 on I, seed ${SEED}`;
  console.log("\n" + textTable(table, { title }));
});

test.run();
