import type { Arrhenius, SegmentedArrhenius } from "@kgen/kinetics";
import { fixed, plusMinus, probability, significant } from "./number_text.ts";

const ZERO_CELSIUS = 273.15;

/** The fit in one line. */
export function arrheniusSummary(a: Arrhenius | SegmentedArrhenius): string {
  if (a.name === "arrhenius") {
    return `Ea/R ${plusMinus(a.EaR.value, a.EaR.se, "K")} (standard error), R² ${
      fixed(a.r2, 2)
    }, n = ${a.n}`;
  }
  const at = significant(a.breakT.value - ZERO_CELSIUS);
  return `Break at ${at} °C, ${probability(a.p)}, R² ${fixed(a.r2, 2)}, n = ${a.n}`;
}

/** The plot in words. */
export function arrheniusAlt(a: Arrhenius | SegmentedArrhenius): string {
  const degrees = a.points.map((p) => p.T_K - ZERO_CELSIUS);
  const range = `${significant(Math.min(...degrees))} to ${significant(Math.max(...degrees))} °C`;
  return `ln k against 1000/T: ${a.n} runs at ${range}. ${arrheniusSummary(a)}.`;
}
