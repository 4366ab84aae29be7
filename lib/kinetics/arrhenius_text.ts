import { significant } from "@kgen/stats";
import type { Arrhenius } from "./arrhenius_types.ts";
import { estimateText } from "./estimate_text.ts";
import { ZERO_CELSIUS } from "./gas_constant.ts";

/** What the fit says of temperature, in sentences that can be read aloud. */
export function verdictOnTemperature(fit: Arrhenius): string {
  const [lo, hi] = fit.range.map((T) => significant(T - ZERO_CELSIUS, 3));
  const share = significant(100 * fit.r2, 2);
  const span = `between ${lo} and ${hi} °C`;
  if (!fit.effect) {
    return `These data show no effect of temperature on k ${span}: Ea/R = ${
      estimateText(fit.EaR, fit.level)
    }, p = ${significant(fit.p, 2)}. The line accounts for ${share} % of the variance of ln k.`;
  }
  return `k ${fit.EaR.value > 0 ? "grows" : "falls"} with temperature ${span}: Ea/R = ${
    estimateText(fit.EaR, fit.level)
  }, p = ${
    significant(fit.p, 2)
  }. The line accounts for ${share} % of the variance of ln k. That is not ` +
    `yet a cause: look at how T was taken, at the window of k, and at what else moved.`;
}

/** A fit as text. */
export function arrheniusText(fit: Arrhenius): string {
  return [
    `Arrhenius fit of ${fit.n} points, R² ${significant(fit.r2, 3)}, Durbin-Watson ${
      significant(fit.dw, 3)
    }`,
    `  Ea/R  ${estimateText(fit.EaR, fit.level)}`,
    `  Ea    ${estimateText(fit.Ea, fit.level)}`,
    `  ln A  ${estimateText(fit.lnA, fit.level)}`,
    `  errors: ${fit.errors}; plain errors would give ± ${
      significant(fit.plain.se, 3)
    } K, Newey-West ± ${significant(fit.hac.se, 3)} K`,
    fit.verdict,
    ...fit.confounders,
    ...fit.notes,
  ].join("\n");
}
