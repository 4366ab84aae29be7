import { significant } from "@kgen/stats";

/** A rate law fitted to I(t). */
export interface RateFit {
  name: "kConv";
  order: number;
  /** Standard error and 95 % interval of the order; null where it was given, NaN where it ran into a limit. */
  orderSe: number | null;
  orderCi: [lo: number, hi: number] | null;
  /** s⁻¹; the data determine k·C, and k is that divided by C. */
  k: number;
  /** NaN, like the interval, where the plateau ran into its limit: then k has no meaning alone. */
  se: number;
  /** 95 % interval of k. */
  ci: [lo: number, hi: number];
  unit: "s⁻¹";
  C: number;
  /** Where the curve ends; 1 if it was not fitted, and then plateauSe is null. */
  plateau: number;
  plateauSe: number | null;
  /** On I, not on a straightened quantity; negative if the mean is the better description. */
  r2: number;
  /** On I: comparable between the orders. */
  aicc: number;
  rss: number;
  /** Durbin-Watson of the residuals in the order of time. */
  dw: number;
  /** Points used. */
  n: number;
  /** I at t, s since the clock's start. */
  predict(t: number): number;
  /** The curve, 101 points from 0 to the last frame, for a figure. */
  line: { x: number; y: number }[];
  notes: string[];
}

function orderText({ order, orderSe }: RateFit): string {
  if (orderSe === null) return String(order);
  return `${significant(order)}${
    Number.isNaN(orderSe) ? "" : ` ± ${significant(orderSe, 2)}`
  } (fitted)`;
}

/** A fitted law as text. */
export function rateFitText(fit: RateFit): string {
  const end = fit.plateauSe === null
    ? `plateau ${significant(fit.plateau)}`
    : `plateau ${significant(fit.plateau)} ± ${significant(fit.plateauSe, 2)}`;
  return [
    `kConv, order ${orderText(fit)}: k = ${significant(fit.k)} s⁻¹ (SE ${
      significant(fit.se, 2)
    }, 95 % interval ` +
    `${significant(fit.ci[0])} to ${significant(fit.ci[1])}; ${end}; R² on I ${
      significant(fit.r2, 3)
    }, ` +
    `AICc ${significant(fit.aicc)}, n = ${fit.n})`,
    ...fit.notes,
  ].join("\n");
}
