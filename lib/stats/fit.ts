import { PLAIN, type Sandwich } from "./covariance.ts";
import { criteria } from "./information.ts";
import { tInterval, tProbability } from "./student.ts";

/** One fitted parameter. */
export interface Coefficient {
  name: string;
  value: number;
  /** Standard error; NaN for a parameter that ended on a bound. */
  se: number;
  /** value/se, and its two-sided p value against 0. */
  t: number;
  p: number;
  /** t interval at the fit's level. */
  ci: [lo: number, hi: number];
}

/** What every fit of this room reports; {@link LinearFit} and {@link NonlinearFit} add to it. */
export interface Fit {
  /** Points. */
  n: number;
  /** Degrees of freedom: n − parameters. */
  df: number;
  coefficients: Coefficient[];
  /** σ²(XᵀX)⁻¹, or the robust one that `errors` names, in the order of `coefficients`. */
  covariance: number[][];
  /** How covariance, se, t, p and ci were worked out, in words: "HAC (Newey-West, 4 lags ...)". */
  errors: string;
  /** Degrees of freedom of the t behind p and ci: `df`, or fewer where `errors` says so. */
  dfErrors: number;
  /** (Weighted) residual sum of squares. */
  rss: number;
  /** √(rss/df), the residual standard deviation. */
  sigma: number;
  /** 1 − rss/tss; about the mean, or about 0 for a line without intercept. NaN if y never changes. */
  r2: number;
  /** On the scale of R's AIC(): σ counts as a parameter. */
  aic: number;
  aicc: number;
  bic: number;
  /** Durbin-Watson: about 2 for independent errors, towards 0 if neighbours err alike. */
  dw: number;
  /** Of the design with columns scaled to unit length; beyond 30 collinearity begins to hurt. */
  condition: number;
  /** Confidence level of the intervals, 0.95 unless asked otherwise. */
  level: number;
  /** y − fitted, in the order of the rows. */
  residuals: number[];
  fitted: number[];
}

/** What a solver found, before the statistics that all fits share are worked out of it. */
export interface Raw {
  names: string[];
  values: number[];
  /** (XᵀX)⁻¹ with weights, NaN where a parameter is held by a bound. */
  unscaled: number[][];
  /** A covariance to use instead of the plain one. */
  robust?: Sandwich;
  y: ArrayLike<number>;
  residuals: number[];
  weights?: ArrayLike<number>;
  /** Whether R² is about the mean. */
  centred: boolean;
  condition: number;
  level: number;
}

/** Works out the statistics that every fit shares. */
export function describe(raw: Raw): Fit {
  const { y, residuals, weights, level } = raw;
  const n = y.length, p = raw.names.length, df = n - p;
  const w = (i: number) => weights === undefined ? 1 : weights[i];
  const rss = sum(n, (i) => w(i) * residuals[i] ** 2);
  const centre = raw.centred ? sum(n, (i) => w(i) * y[i]) / sum(n, w) : 0;
  const tss = sum(n, (i) => w(i) * (y[i] - centre) ** 2);
  const logWeights = weights === undefined ? 0 : sum(n, (i) => Math.log(w(i)));
  const scaled = residuals.map((e, i) => Math.sqrt(w(i)) * e);
  const variance = rss / df;
  const covariance = raw.robust?.covariance ??
    raw.unscaled.map((row) => row.map((v) => v * variance));
  const dfErrors = raw.robust?.df ?? df;
  const coefficients = raw.names.map((name, j) => {
    const value = raw.values[j], se = Math.sqrt(covariance[j][j]), t = value / se;
    const ci = tInterval(value, se, dfErrors, level);
    return { name, value, se, t, p: tProbability(t, dfErrors), ci };
  });
  return {
    n,
    df,
    coefficients,
    covariance,
    errors: raw.robust?.words ?? PLAIN,
    dfErrors,
    rss,
    sigma: Math.sqrt(variance),
    r2: tss === 0 ? NaN : 1 - rss / tss,
    ...criteria(n, p + 1, rss, logWeights),
    dw: sum(n - 1, (i) => (scaled[i + 1] - scaled[i]) ** 2) / rss,
    condition: raw.condition,
    level,
    residuals,
    fitted: residuals.map((e, i) => y[i] - e),
  };
}

function sum(n: number, term: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += term(i);
  return total;
}
