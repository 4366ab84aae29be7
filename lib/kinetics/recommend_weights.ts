import { tInterval } from "@kgen/stats";
import { KineticsError } from "./errors.ts";
import { lnDifference } from "./options_difference.ts";
import { figureOf, higherIsBetter } from "./recommend_axes.ts";
import { Draws } from "./recommend_draws.ts";
import type { Axis, Need, Option } from "./recommend_types.ts";

/** Draws, and where their random numbers start: the same on every computer. */
const DRAWS = 4000, SEED = 1;

/** A ranked option. */
export interface Ranked {
  option: Option;
  /** −Σ w·ln x, and the score by which it is told: 1 for the best there is on every axis. */
  ln: number;
  score: number;
  chance: number;
  /** Whether no score above it is higher by more than the uncertainty. */
  tied: boolean;
  /** ln score less that of the best option that beats it, or of the first if none does; with its 95 % interval. Null for the first. */
  behind: { of: string; ln: number; ci: [lo: number, hi: number] } | null;
}

/** Weights that add up to 1, without those that are 0. */
export function weightsOf(need: Need): [Axis, number][] {
  const all = Object.entries(need.weights) as [Axis, number][];
  for (const [axis, w] of all) {
    if (w >= 0 && w < Infinity) continue;
    throw new KineticsError(
      "argument",
      `The weight of ${axis} is ${w}; weights are numbers from 0 up.`,
    );
  }
  const sum = all.reduce((s, [, w]) => s + w, 0);
  if (sum === 0) {
    throw new KineticsError(
      "argument",
      "No weight is above 0. Say what matters, such as weights: { time: 0.7, quality: 0.3 }.",
    );
  }
  return all.filter(([, w]) => w > 0).map(([axis, w]) => [axis, w / sum]);
}

/**
 * Ranks options by a weighted product (P. W. Bridgman, Dimensional Analysis, 1922; D. W. Miller, M. K. Starr, Executive
 * Decisions and Operations Research, 1969): score = Π (best/x)^w, or −Σ w·ln x up to a constant. Units do not matter, and an
 * option that comes or goes changes no order among the others, as it would if each axis were stretched from 0 to 1.
 *
 * The chance to be first is the share of 4000 draws of all numbers in which an option has the highest score. An option is tied 并列 if
 * of no option above it the 95 % interval of the difference of ln scores is clear of 0; that interval is from the differences of ln x,
 * paired where runs are ({@link lnDifference}), t with the degrees of freedom of Welch and Satterthwaite.
 *
 * @param options each with a number on every axis that weighs
 */
export function rankOptions(options: readonly Option[], need: Need): Ranked[] {
  const weights = weightsOf(need);
  const draws = new Draws(DRAWS, SEED);
  const figures = options.map((o) => weights.map(([axis]) => figureOf(o, axis, need)!));
  const signs = weights.map(([axis]) => higherIsBetter(axis, options, need) ? 1 : -1);
  const memories = options.map(() => ({})),
    seconds = options.map(() => ({})),
    qualities = options.map(() => ({}));
  const drawn = options.map((_, o) => {
    const sum = new Float64Array(DRAWS);
    weights.forEach(([axis, w], i) => {
      const key = axis === "memory" ? memories[o] : axis === "quality" ? qualities[o] : seconds[o];
      const ln = draws.ln(figures[o][i], key);
      for (let d = 0; d < DRAWS; d++) sum[d] += signs[i] * w * ln[d];
    });
    return sum;
  });
  const wins = options.map(() => 0);
  for (let d = 0; d < DRAWS; d++) {
    let best = 0;
    for (let o = 1; o < options.length; o++) if (drawn[o][d] > drawn[best][d]) best = o;
    wins[best]++;
  }
  const ln = figures.map((f) =>
    f.reduce((s, k, i) => s + signs[i] * weights[i][1] * Math.log(k.value), 0)
  );
  const ideal = weights.reduce(
    (s, [, w], i) => s + w * Math.max(...figures.map((f) => signs[i] * Math.log(f[i].value))),
    0,
  );
  const order = options.map((_, o) => o).sort((a, b) => ln[b] - ln[a]);
  return order.map((o, place) => {
    const gaps = order.slice(0, place).map((p) => ({
      of: options[p].name,
      ...gap(options[o], options[p], weights, signs, need),
    }));
    const beaten = gaps.find((g) => g.ci[1] < 0);
    return {
      option: options[o],
      ln: ln[o],
      score: Math.exp(ln[o] - ideal),
      chance: wins[o] / DRAWS,
      tied: !beaten,
      behind: beaten ?? gaps[0] ?? null,
    };
  });
}

/** ln score of a less that of b. What rests on the seconds of a job (time, latency, cost) is one number with their weights together. */
function gap(
  a: Option,
  b: Option,
  weights: [Axis, number][],
  signs: number[],
  need: Need,
): { ln: number; ci: [number, number] } {
  const parts = new Map<string, { w: number; ln: number; se: number; df: number }>();
  weights.forEach(([axis, w], i) => {
    const d = lnDifference(figureOf(a, axis, need)!, figureOf(b, axis, need)!);
    const rests = axis === "memory" || axis === "quality" ? axis : "seconds";
    const part = parts.get(rests);
    parts.set(rests, {
      w: (part?.w ?? 0) + w,
      ln: (part?.ln ?? 0) + signs[i] * w * d.ln,
      se: d.se,
      df: d.df,
    });
  });
  let ln = 0, variance = 0, under = 0;
  for (const p of parts.values()) {
    const v = (p.w * p.se) ** 2;
    ln += p.ln;
    variance += v;
    under += v ** 2 / p.df;
  }
  if (variance === 0) return { ln, ci: [ln, ln] };
  return { ln, ci: tInterval(ln, Math.sqrt(variance), variance ** 2 / under) };
}
