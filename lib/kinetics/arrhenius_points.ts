import type { ArrheniusFitted, ArrheniusPoint } from "./arrhenius_types.ts";
import { KineticsError } from "./errors.ts";

/** No GPU runs below this, K; a value below it is °C. */
const COLDEST = 200;

/** 1/T and ln k of each point; every doubt about them is an error that names the column and rows. */
export function checkedPoints(
  points: readonly ArrheniusPoint[],
  needed: number,
): { x: number[]; y: number[] } {
  if (points.length < needed) {
    throw new KineticsError(
      "too few points",
      `${points.length} point${points.length === 1 ? "" : "s"} and this fit needs ${needed}.`,
    );
  }
  refuse(points, "argument", "T_K", (p) => !Number.isFinite(p.T_K), "must be a number of kelvin");
  refuse(
    points,
    "not kelvin",
    "T_K",
    (p) => p.T_K < COLDEST,
    `cannot be kelvin (below ${COLDEST}). Is it °C? Then add 273.15: kelvin(60) is 333.15`,
  );
  refuse(points, "argument", "k", (p) => !(p.k > 0 && p.k < Infinity), "must be a rate above 0");
  return { x: points.map((p) => 1 / p.T_K), y: points.map((p) => Math.log(p.k)) };
}

/** Refuses a temperature that cannot be one. */
export function checkKelvin(T_K: number): void {
  checkedPoints([{ T_K, k: 1 }], 1);
}

function refuse(
  points: readonly ArrheniusPoint[],
  problem: "argument" | "not kelvin",
  column: "T_K" | "k",
  bad: (p: ArrheniusPoint) => boolean,
  why: string,
): void {
  const rows = points.map((p, i) => bad(p) ? i : -1).filter((i) => i >= 0);
  if (rows.length === 0) return;
  const few = rows.slice(0, 5).join(", ") + (rows.length > 5 ? ` and ${rows.length - 5} more` : "");
  const where = points.length > 1
    ? `, row${rows.length > 1 ? "s" : ""} ${few} (counted from 0),`
    : "";
  throw new KineticsError(
    problem,
    `Column ${column}${where} is ${points[rows[0]][column]}: it ${why}.`,
  );
}

/** The points as a fit of y = ln k on x = 1/T sees them. */
export function fittedPoints(
  points: readonly ArrheniusPoint[],
  x: readonly number[],
  y: readonly number[],
  fit: { fitted: number[]; residuals: number[] },
): ArrheniusFitted[] {
  return points.map((q, i) => ({
    ...q,
    x: x[i],
    y: y[i],
    fitted: fit.fitted[i],
    residual: fit.residuals[i],
  }));
}
