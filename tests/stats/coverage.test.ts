// Known answers: how often intervals hold the truth and tests call pure chance an effect.
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  band,
  bootstrapLine,
  compare,
  diagnose,
  huber,
  leastSquares,
  linearFit,
  polynomialFit,
  type Random,
  random,
  segmentedFit,
  theilSen,
} from "@kgen/stats";

const TRIALS = 1000;
const table: string[][] = [["what", "design", "wanted %", "found %"]];

/** Share of the trials in which `holds`, in %, checked against its limits and put in the table. */
function share(
  what: string,
  design: string,
  [lo, hi]: [number, number],
  holds: (random: Random, trial: number) => boolean,
): void {
  test(`${what}: ${design}`, () => {
    const numbers = random(table.length);
    let held = 0;
    for (let trial = 0; trial < TRIALS; trial++) if (holds(numbers, trial)) held++;
    const percent = 100 * held / TRIALS;
    table.push([what, design, `${lo} to ${hi}`, percent.toFixed(1)]);
    assert.ok(percent >= lo && percent <= hi, `${percent} %`);
  });
}

const x40 = Array.from({ length: 40 }, (_, i) => 10 * i / 39);
const inside = ([lo, hi]: [number, number], v: number) => lo <= v && v <= hi;
/** Errors that follow their neighbours. */
function ar1(n: number, rho: number, { normal }: Random): number[] {
  let e = normal();
  return Array.from({ length: n }, () => e = rho * e + Math.sqrt(1 - rho * rho) * normal());
}

for (const [n, sigma, at] of [[40, 0.3, 6], [40, 0.6, 5], [100, 0.5, 3]]) {
  const x = Array.from({ length: n }, (_, i) => 10 * i / (n - 1));
  share(
    "break's place",
    `${n} points on 0 to 10, slopes 1 and 0.3, break ${at}, σ ${sigma}`,
    [90, 97],
    ({ normal }) => {
      const y = x.map((v) => 1 + v - 0.7 * Math.max(v - at, 0) + sigma * normal());
      return inside(segmentedFit(x, y, { simulations: 19 }).break.ci, at);
    },
  );
}
share("test for a break", "a straight line, 40 points", [3, 7], ({ normal }, seed) => {
  const y = x40.map((v) => 1 + 0.3 * v + normal());
  return segmentedFit(x40, y, { simulations: 199, seed }).test.p <= 0.05;
});
share("test for a break", "12 points at 4 different x", [3, 7], ({ normal }, seed) => {
  const x = [1, 2, 3, 4].flatMap((v) => [v, v, v]), y = x.map(() => normal());
  return segmentedFit(x, y, { simulations: 199, seed }).test.p <= 0.05;
});
share("test for a break, AR(1)", "40 points, ρ 0.5, errors { lags: auto }", [3, 10], (r, seed) => {
  const y = ar1(40, 0.5, r);
  const options = { simulations: 199, seed, errors: { lags: "auto" } } as const;
  return segmentedFit(x40, y, options).test.p <= 0.05;
});
share("slope, plain", "40 points, normal errors", [93, 97], ({ normal }) => {
  const fit = linearFit(x40, x40.map((v) => 2 * v + normal()));
  return inside(fit.coefficients[1].ci, 2);
});
share("slope, HC3", "40 points, σ grows as x²", [92, 97], ({ normal }) => {
  const fit = linearFit(x40, x40.map((v) => 2 * v + v * v * normal()), { errors: "HC3" });
  return inside(fit.coefficients[1].ci, 2);
});
share("slope, plain", "the same: too narrow", [0, 92], ({ normal }) => {
  return inside(linearFit(x40, x40.map((v) => 2 * v + v * v * normal())).coefficients[1].ci, 2);
});
for (
  const [n, smallSample, limits] of [[40, false, [87, 93]], [40, true, [92, 97]], [200, false, [
    92,
    97,
  ]]] as [number, boolean, [number, number]][]
) {
  const what = `slope, HAC auto${smallSample ? ", small sample" : ""}`;
  share(what, `${n} points, independent errors`, limits, ({ normal }) => {
    const x = Array.from({ length: n }, (_, i) => i / n), y = x.map((v) => 2 * v + normal());
    const fit = linearFit(x, y, { errors: { lags: "auto", smallSample } });
    return inside(fit.coefficients[1].ci, 2);
  });
}
share("slope, HAC auto", "200 points, AR(1) x ρ 0.9 and errors ρ 0.6", [85, 97], (r) => {
  const x = ar1(200, 0.9, r), e = ar1(200, 0.6, r), y = x.map((v, i) => 2 * v + e[i]);
  return inside(linearFit(x, y, { errors: { lags: "auto" } }).coefficients[1].ci, 2);
});
share("slope, plain", "the same: too narrow", [0, 80], (r) => {
  const x = ar1(200, 0.9, r), e = ar1(200, 0.6, r), y = x.map((v, i) => 2 * v + e[i]);
  return inside(linearFit(x, y).coefficients[1].ci, 2);
});
share("slope, Huber", "40 points, t errors on 3 df", [93, 97], ({ normal }) => {
  const t3 = () => normal() / Math.sqrt((normal() ** 2 + normal() ** 2 + normal() ** 2) / 3);
  return inside(huber(x40.map((v) => 2 * v + t3()), x40).coefficients[1].ci, 2);
});
share("slope, Theil-Sen", "40 points, every 8th off by 20", [92, 98], ({ normal }) => {
  const y = x40.map((v, i) => 2 * v + normal() + (i % 8 === 0 ? 20 : 0));
  return inside(theilSen(x40, y).coefficients[1].ci, 2);
});
for (const kind of ["pairs", "residual"] as const) {
  share("slope, bootstrap BCa", `by ${kind}, 40 points, 1000 resamples`, [91, 97], (r, seed) => {
    const y = x40.map((v) => 2 * v + r.normal());
    return inside(bootstrapLine(x40, y, { n: 1000, seed, kind }).slope.bca, 2);
  });
}
share("band", "confidence at x = 12, 40 points to 10", [93, 97], ({ normal }) => {
  const [at] = band(linearFit(x40, x40.map((v) => 2 * v + normal())), [12]);
  return at.lo <= 24 && 24 <= at.hi;
});
share("band", "prediction of a new point at x = 12", [93, 97], ({ normal }) => {
  const [at] = band(linearFit(x40, x40.map((v) => 2 * v + normal())), [12], "prediction");
  return inside([at.lo, at.hi], 24 + normal());
});
share("Durbin-Watson p ≤ 0.05", "20 points, independent errors", [3, 7], ({ normal }) => {
  const x = x40.slice(0, 20);
  return diagnose(linearFit(x, x.map(() => normal()))).durbinWatson.p <= 0.05;
});
share("Shapiro-Wilk p ≤ 0.05", "40 points, normal errors", [3, 7], ({ normal }) => {
  return diagnose(linearFit(x40, x40.map(() => normal()))).normality.p <= 0.05;
});
share("F test p ≤ 0.05", "a cubic for a line, 40 points", [3, 7], ({ normal }) => {
  const y = x40.map((v) => v + normal());
  return compare(linearFit(x40, y), polynomialFit(x40, y, 3)).f!.p <= 0.05;
});
share("F test p ≤ 0.05", "two predictors of pure noise, 30 points", [3, 7], ({ normal }) => {
  const noise = () => Array.from({ length: 30 }, () => normal());
  const y = noise();
  return compare(leastSquares(y, {}), leastSquares(y, { a: noise(), b: noise() })).f!.p <= 0.05;
});

test("the table", () => {
  const width = table[0].map((_, j) => Math.max(...table.map((row) => row[j].length)));
  console.log(
    `\nStatistics against known answers, ${TRIALS} seeded trials each (a share of 95 % has an SE of 0.7 %)\n` +
      table.map((row) => row.map((c, j) => c.padEnd(width[j])).join("  ").trimEnd()).join("\n"),
  );
});

test.run();
