import { test } from "uvu";
import * as assert from "uvu/assert";
import { fitOrder, kNfe } from "@kgen/kinetics";
import { type Design, normal, synthetic } from "./synthetic.ts";

// SYNTHETIC data. Design: true k = 5 s⁻¹, 40 points evenly over (0, 3/k], independent normal errors
// of SD 0.02 on I, 400 seeded trials a line. If the true coverage is 95 %, between 371 and 389 of 400
// hit in 95 of 100 such sets; the bounds below are 93 and 97 %.
const TRIALS = 400;
const base: Design = { order: 1, k: 5, plateau: 1, points: 40, span: 3, noise: 0.02 };

const designs: [title: string, design: Design, plateau: "fixed" | "fit"][] = [
  ["order 1, plateau fixed", base, "fixed"],
  ["order 2, plateau fixed", { ...base, order: 2 }, "fixed"],
  ["order 1, plateau fitted", { ...base, plateau: 0.9 }, "fit"],
  ["order 2, plateau fitted", { ...base, order: 2, plateau: 0.9 }, "fit"],
  ["order 1, plateau fixed, 6 points as a Turbo run has", { ...base, points: 6 }, "fixed"],
  [
    "order 2, plateau fixed, 6 points as a Turbo run has",
    { ...base, order: 2, points: 6 },
    "fixed",
  ],
];

for (const [title, design, plateau] of designs) {
  test(`the 95 % interval of k covers the true one: ${title}`, () => {
    const error = normal(20260101);
    let hits = 0;
    for (let i = 0; i < TRIALS; i++) {
      const { ci } = fitOrder(synthetic(design, error), design.order, { plateau });
      if (ci[0] <= design.k && design.k <= ci[1]) hits++;
    }
    console.log(`  ${title}: ${hits} of ${TRIALS} = ${(100 * hits / TRIALS).toFixed(1)} %`);
    assert.ok(hits >= 0.93 * TRIALS && hits <= 0.97 * TRIALS, `${hits} of ${TRIALS}`);
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
  console.log(`  kNfe: ${hits} of ${TRIALS} = ${(100 * hits / TRIALS).toFixed(1)} %`);
  assert.ok(hits >= 0.93 * TRIALS && hits <= 0.97 * TRIALS, `${hits} of ${TRIALS}`);
});

test.run();
