import { type LinearFit, linearFit, printable, significant } from "@kgen/stats";
import type { Completeness } from "./completeness_types.ts";
import { KineticsError } from "./errors.ts";
import { rateLaw } from "./laws.ts";

/** A rate law drawn as a line, for the eye and the lesson. */
export interface Linearised {
  order: number;
  /** "−ln(1−I)" or "1/(1−I)". */
  yName: string;
  points: { step: number; t: number; I: number; y: number }[];
  /** Frames that have no place on the line, and why. */
  excluded: { step: number; t: number; I: number; why: string }[];
  /** Least-squares line y = intercept + slope·t; the law wants the intercept 0 (n = 1) or 1 (n = 2). */
  fit: LinearFit;
  /** s⁻¹, the line's k·C. */
  slope: number;
  intercept: number;
  /** On the scale of y: not comparable between the orders. */
  r2: number;
  note: string;
}

const NOTE =
  "For the eye: straightening stretches the errors near I = 1, so the interval of this " +
  "line is too narrow (it covers 80 to 85 % where 95 is meant) and its R² cannot be compared " +
  "with the other order's. Take k from fitOrders.";

/**
 * The straightened form of a rate law with its least-squares line: −ln(1−I) against t for order 1,
 * 1/(1−I) for order 2, the plot of the seed document. Frames with I outside [0, 1) have no
 * logarithm or reciprocal that means anything; they are left out and named.
 *
 * @throws {KineticsError} fewer than three points remain
 */
export function linearised(c: Completeness, order: number): Linearised {
  if (order !== 1 && order !== 2) {
    throw new KineticsError(
      "argument",
      `Order 1 and order 2 make a line to look at; got ${order}.`,
    );
  }
  const law = rateLaw(order);
  const points: Linearised["points"] = [], excluded: Linearised["excluded"] = [];
  for (const { step, t, I, used, why } of c.points) {
    const bad = used ? outside(I, law.yName) : why!;
    if (bad === null) points.push({ step, t, I, y: law.straighten(I) });
    else excluded.push({ step, t, I, why: bad });
  }
  if (points.length < 3) {
    const left = excluded.map((e) => `step ${e.step} (${e.why})`).join("; ");
    throw new KineticsError(
      "too few points",
      `Run ${c.run} has ${points.length} frame${
        points.length === 1 ? "" : "s"
      } with I in [0, 1) for ` +
        `${law.yName}, and a line with its error needs 3. Left out: ${left}. Run more steps.`,
    );
  }
  const fit = linearFit(points.map((p) => p.t), points.map((p) => p.y), { name: "t" });
  const [intercept, slope] = fit.coefficients.map((b) => b.value);
  const line = {
    order,
    yName: law.yName,
    points,
    excluded,
    fit,
    slope,
    intercept,
    r2: fit.r2,
    note: NOTE,
  };
  return printable(line, text);
}

function outside(I: number, yName: string): string | null {
  if (I >= 1) return `I = ${significant(I)}, not below 1: ${yName} is infinite or has no meaning`;
  if (I < 0) return `I = ${significant(I)}, below 0: further from the reference than the baseline`;
  return null;
}

function text(l: Linearised): string {
  return [
    `${l.yName} = ${significant(l.intercept)} + ${significant(l.slope)}·t (order ${l.order}, ` +
    `${l.points.length} points, R² ${significant(l.r2)} on its own scale)`,
    ...l.excluded.map((e) => `  step ${e.step} left out: ${e.why}`),
    l.note,
  ].join("\n");
}
