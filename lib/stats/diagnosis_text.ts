import { COLLINEAR } from "./condition.ts";
import type { Diagnosis } from "./diagnose.ts";
import { significant } from "./print.ts";

const some = <T>(rows: T[], text: (row: T) => string) =>
  rows.slice(0, 5).map(text).join(", ") + (rows.length > 5 ? ` and ${rows.length - 5} more` : "");

/** One sentence a finding; what is in order is said as well. */
export function diagnosisWords(d: Omit<Diagnosis, "words">): string[] {
  const words: string[] = [];
  const { value, p } = d.durbinWatson;
  const dw = `Durbin-Watson ${significant(value, 3)}, p = ${significant(p, 2)}`;
  if (Number.isNaN(p)) words.push("Durbin-Watson has no value: there are no residuals to judge.");
  else if (p >= 0.05) words.push(`No sign that neighbouring errors depend on each other (${dw}).`);
  else if (value < 2) {
    words.push(
      `Neighbouring errors are alike (${dw}): plain standard errors are too small. ` +
        `Use errors: { lags: "auto" }, or look for a bend that the model lacks.`,
    );
  } else words.push(`Neighbouring errors alternate (${dw}): something switches between rows.`);
  const { test, statistic, p: pn } = d.normality;
  const w = `${test} ${significant(statistic, 4)}, p = ${significant(pn, 2)}`;
  if (!Number.isNaN(pn)) {
    words.push(
      pn >= 0.05
        ? `No sign that the errors are not normal (${w}).`
        : `The errors are not normal (${w}): look at the residuals; compare with huber or bootstrap.`,
    );
  }
  if (d.highLeverage.length > 0) {
    const rows = some(d.highLeverage, (r) => `${r.row} (${significant(r.leverage, 2)})`);
    words.push(`Rows far out in x, by leverage: ${rows}.`);
  }
  if (d.influential.length > 0) {
    const rows = some(d.influential, (r) => `${r.row} (Cook's distance ${significant(r.cook, 2)})`);
    words.push(`Rows that by themselves move the fit: ${rows}. Fit without them and compare.`);
  }
  if (d.outliers.length > 0) {
    const rows = some(d.outliers, (r) => `${r.row} (t = ${significant(r.t, 3)})`);
    words.push(`Rows too far off to be chance: ${rows}. Find out why before leaving any out.`);
  }
  const condition = `condition number ${significant(d.condition.value, 3)}`;
  words.push(
    d.condition.collinear
      ? `The columns are nearly combinations of each other (${condition}, above ${COLLINEAR}): some ` +
        `coefficients are badly determined one by one, as their errors show. An intercept is among ` +
        `them where x lies far from 0: centre x.`
      : `No collinearity to worry about (${condition}).`,
  );
  return words;
}

/** The findings, one a line. */
export function diagnosisText(d: Diagnosis): string {
  return ["Diagnosis (rows counted from 0)", ...d.words.map((w) => `- ${w}`)].join("\n");
}
