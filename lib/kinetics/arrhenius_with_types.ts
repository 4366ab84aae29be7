import type { Arrhenius } from "./arrhenius_types.ts";
import type { Estimate } from "./estimate.ts";

/** What may stand beside 1/T in the fit; a column of the points. */
export type Covariate = "sm_clock_mhz" | "power_w";

/** A fit of ln k on 1/T and on the logarithms of other causes. */
export interface ArrheniusWith {
  name: "arrheniusWith";
  covariates: Covariate[];
  /** False: the causes moved together, and no separate numbers are given. */
  separable: boolean;
  /** Ea/R with the others held, K; null if not separable. */
  EaR: Estimate | null;
  /** d ln k/d ln cause: 1 if k is proportional to it; null if not separable. */
  elasticities: { covariate: Covariate; estimate: Estimate }[] | null;
  /** 1/(1 − R²) of each predictor on the others. */
  vif: Record<string, number>;
  /** Condition number of the standardised predictors. */
  condition: number;
  r2: number;
  n: number;
  /** Points without one of the covariates, left out. */
  left_out: number;
  errors: string;
  /** The fit on 1/T alone, of the same points. */
  alone: Arrhenius;
  verdict: string;
}
