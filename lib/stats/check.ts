import { FitError } from "./errors.ts";

/** Rows at fault as words: "row 3", "rows 3, 8 and 2 more". */
function rowWords(rows: number[]): string {
  const shown = rows.slice(0, 5).join(", ");
  const rest = rows.length > 5 ? ` and ${rows.length - 5} more` : "";
  return `row${rows.length > 1 ? "s" : ""} ${shown}${rest} (counted from 0)`;
}

/** Refuses a column that holds anything but finite numbers. */
export function checkFinite(name: string, values: ArrayLike<number>): void {
  const rows: number[] = [];
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) rows.push(i);
  if (rows.length === 0) return;
  const first = values[rows[0]];
  throw new FitError(
    "not finite",
    `Column "${name}" holds ${String(first)} in ${rowWords(rows)}: a fit needs finite numbers. ` +
      `Leave those rows out.`,
    name,
    rows,
  );
}

/** Refuses columns whose lengths differ. */
export function checkLength(name: string, got: number, wanted: number, of: string): void {
  if (got === wanted) return;
  throw new FitError(
    "length",
    `Column "${name}" has ${got} values and "${of}" has ${wanted}: they must be equally long.`,
    name,
  );
}

/** Refuses a fit that has fewer points than parameters plus one (none left to estimate the error). */
export function checkEnough(n: number, names: string[]): void {
  if (n > names.length) return;
  throw new FitError(
    "too few",
    `${n} point${n === 1 ? "" : "s"} cannot determine ${names.length} parameter` +
      `${names.length === 1 ? "" : "s"} (${names.join(", ")}) and their error: ` +
      `at least ${names.length + 1} are needed. Add points or fit fewer parameters.`,
  );
}

/** Refuses a predictor that has one value throughout. */
export function checkVaries(name: string, values: ArrayLike<number>): void {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return;
  throw new FitError(
    "constant",
    `Column "${name}" is ${values[0]} in all ${values.length} rows, so it has no slope. ` +
      `Leave it out, or measure at different values.`,
    name,
  );
}

/** Refuses weights that are not positive. */
export function checkWeights(weights: ArrayLike<number> | undefined, n: number): void {
  if (weights === undefined) return;
  checkLength("weights", weights.length, n, "y");
  checkFinite("weights", weights);
  const rows: number[] = [];
  for (let i = 0; i < n; i++) if (weights[i] <= 0) rows.push(i);
  if (rows.length > 0) {
    throw new FitError(
      "argument",
      `Weights must be positive; found ${weights[rows[0]]} in ${rowWords(rows)}. ` +
        `Leave a row out instead of giving it the weight 0.`,
      "weights",
      rows,
    );
  }
}

/** Refuses a confidence level outside (0, 1), such as 95. */
export function checkLevel(level: number): void {
  if (level > 0 && level < 1) return;
  throw new FitError("argument", `level must lie between 0 and 1, such as 0.95; got ${level}.`);
}
