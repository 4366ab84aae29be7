import type { FrameRow } from "@kgen/tables";
import { type MetricLike, nameOf } from "./best_value.ts";
import { KineticsError } from "./errors.ts";

/** Rows of psnr (dB) as the error it is made of, on the 0 to 1 scale: mse = 10^(−psnr/10), rmse its root. */
export function psnrError(
  rows: readonly FrameRow[],
  metric: string | MetricLike,
  by: "mse" | "rmse",
): FrameRow[] {
  if (by !== "mse" && by !== "rmse") {
    throw new KineticsError("argument", `by must be "mse" or "rmse"; got "${by}".`);
  }
  if (nameOf(metric).toLowerCase() !== "psnr") {
    throw new KineticsError(
      "argument",
      `by: "${by}" turns psnr into its error; "${nameOf(metric)}" needs no turning. Leave it out.`,
    );
  }
  const decades = by === "mse" ? 10 : 20;
  return rows.filter((r) => r.metric === nameOf(metric)).map((r) => ({
    ...r,
    metric: by,
    // A missing score must not become 10⁰ = 1.
    value: typeof r.value === "number" ? 10 ** (-r.value / decades) : NaN,
  }));
}
