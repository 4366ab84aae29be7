import { significant } from "@kgen/stats";
import type { ArrheniusWith, Covariate } from "./arrhenius_with_types.ts";
import { estimateText } from "./estimate_text.ts";

/** What the covariates are called. */
export const NAMES: Record<Covariate, string> = { sm_clock_mhz: "SM clock", power_w: "power" };

/** What the fit says of the causes, in sentences. */
export function verdictOnCauses(r: ArrheniusWith, level: number): string {
  const names = r.covariates.map((c) => NAMES[c]).join(" and ");
  if (!r.separable) {
    const worst = Math.max(...Object.values(r.vif));
    return `Temperature and ${names} moved together here (variance inflation ${
      significant(worst, 3)
    }, condition number ${significant(r.condition, 3)}): these data cannot say which of them ` +
      `moved k. Vary one while the other is held: fix the clock, or change the cooling.`;
  }
  return `With ${names} held Ea/R is ${estimateText(r.EaR!, level)}; alone it is ${
    estimateText(r.alone.EaR, level)
  }. If ${names} stand${r.covariates.length > 1 ? "" : "s"} on the way from temperature to k, or ` +
    `follow${
      r.covariates.length > 1 ? "" : "s"
    } from k, the first number is not that of temperature.`;
}

/** A fit with covariates as text. */
export function causesText(r: ArrheniusWith): string {
  return [
    `Arrhenius fit with ${r.covariates.join(", ")}: ${r.n} points` +
    (r.left_out > 0 ? `, ${r.left_out} left out for want of one` : ""),
    r.verdict,
    ...(r.elasticities ?? []).map((e) =>
      `  elasticity of ${NAMES[e.covariate]}: ${estimateText(e.estimate)}`
    ),
    `  variance inflation: ${
      Object.entries(r.vif).map(([n, v]) => `${n} ${significant(v, 3)}`).join(", ")
    }; condition number ${significant(r.condition, 3)}; errors: ${r.errors}`,
  ].join("\n");
}
