import { significant } from "@kgen/stats";
import type { RateFit } from "./rate_fit.ts";

/** Differences of AICc that count (K. P. Burnham, D. R. Anderson, Sociol. Methods Res. 33 (2004) 261). */
const TIE = 2;
const STRONG = 10;

/** What the data say of the order. */
export interface Verdict {
  verdict: string;
  preferred: 1 | 2 | null;
}

/**
 * Which order the data prefer, in sentences that can be read aloud: by AICc on I, never by R², with
 * a warning where neither curve follows the points or a straight line (n0) does better than both.
 */
export function verdictOf(n0: RateFit, n1: RateFit, n2: RateFit, nFit: RateFit | null): Verdict {
  const delta = n2.aicc - n1.aicc, size = Math.abs(delta);
  const best = delta >= 0 ? n1 : n2;
  // Two perfect fits give −∞ − −∞.
  const preferred = Number.isNaN(delta) || size < TIE ? null : best.order as 1 | 2;
  const sentences = [
    preferred === null ? tieWords(size) : preferenceWords(preferred, size),
    ...rateWords(preferred === null ? [n1, n2] : [best]),
    misfitWords(best),
    straightWords(n0, best),
    fittedWords(nFit, best),
  ];
  return { verdict: sentences.filter((s) => s !== "").join(" "), preferred };
}

function tieWords(size: number): string {
  return `These data do not tell the orders apart: their AICc differ by ${
    significant(size, 2)
  }, and ` +
    `less than ${TIE} means nothing.`;
}

function preferenceWords(order: 1 | 2, size: number): string {
  const law = order === 1 ? "1 − exp(−k·C·t)" : "k·C·t/(1 + k·C·t)";
  return `Order ${order} describes these data better, ${
    size < STRONG ? "with some support" : "clearly"
  }: ` +
    `its AICc is lower by ${significant(size, 2)}. Its curve is ${law}.`;
}

function rateWords(fits: RateFit[]): string[] {
  return fits.map((f) => {
    if (Number.isNaN(f.se)) return `Order ${f.order} gives no k: its plateau cannot be found.`;
    const [lo, hi] = f.ci.map((v) => significant(v, 3));
    return `Order ${f.order} gives k = ${
      significant(f.k, 3)
    } per second, 95 % interval ${lo} to ${hi}.`;
  });
}

/** What is wrong with the better of the two curves, if anything. */
function misfitWords(best: RateFit): string {
  // Of independent errors 1 − DW/2 is about normal with SD 1/√n.
  const bent = best.dw < 2 * (1 - 1.96 / Math.sqrt(best.n));
  const reasons = [
    best.r2 < 0.9 ? `R² on I is ${significant(best.r2, 2)}` : "",
    bent
      ? `neighbouring points miss it on the same side (Durbin-Watson ${significant(best.dw, 2)})`
      : "",
  ].filter((s) => s !== "");
  if (reasons.length === 0) return "";
  return `But even the better curve does not follow the points: ${
    reasons.join(" and ")
  }. Take k as a ` +
    `summary, not as a law, and its interval as too narrow.`;
}

/** Neither law is much use where I simply rises in a line. */
function straightWords(n0: RateFit, best: RateFit): string {
  const gain = best.aicc - n0.aicc;
  if (!(gain >= TIE)) return "";
  return `A straight line, I = k·C·t, does better than either: its AICc is lower by ` +
    `${significant(gain, 2)}. These frames do not slow down as both laws say they should.`;
}

/** What the fitted order adds: its interval, and whether it is worth a parameter. */
function fittedWords(nFit: RateFit | null, best: RateFit): string {
  if (nFit === null || nFit.orderCi === null || Number.isNaN(nFit.orderCi[0])) return "";
  const [lo, hi] = nFit.orderCi.map((v) => significant(v, 3));
  const order = `With the order fitted it is ${
    significant(nFit.order, 3)
  }, 95 % interval ${lo} to ${hi}`;
  const gain = best.aicc - nFit.aicc;
  return gain >= TIE
    ? `${order}, and AICc is lower by ${significant(gain, 2)}: neither 1 nor 2 is right.`
    : `${order}; AICc does not ask for it.`;
}
