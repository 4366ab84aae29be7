import { join } from "node:path";
import { arrhenius, kelvin } from "@kgen/kinetics";
import type { Row } from "@kgen/sweep";
import { textTable } from "@kgen/tables";
import { writeWhole } from "./write_file.ts";

/** Which k against which T; the first is the one to use, the others show how the choice deceives. */
const CHOICES: [what: string, t: string, k: (r: Row) => unknown][] = [
  ["T before, sampling window", "t_before_c", (r) => r.k_sampling],
  ["T during, sampling window", "t_during_c", (r) => r.k_sampling],
  // To success: the last message of a job can come half a second later, when ComfyUI has tidied up.
  ["T during, job: reversed cause", "t_during_c", (r) => Number(r.nfe) / Number(r.success_s)],
];

/** The fits of a temperature sweep, for each setting of a ladder, as a table; also written to arrhenius.md. */
export function writeArrhenius(dir: string, rows: Row[]): string {
  const good = rows.filter((r) => r.group === "heat" && r.start === "warm");
  const settings = [...new Set(good.map((r) => String(r.change)))];
  const table = settings.flatMap((setting) =>
    CHOICES.map(([what, t, k]) =>
      fitRow(setting, what, good.filter((r) => r.change === setting), t, k)
    )
  );
  const text = table.length > 0
    ? textTable(table, { maxText: 60, fold: false })
    : "no warm runs: nothing to fit";
  writeWhole(
    join(dir, "arrhenius.md"),
    `# ln k = ln A - (Ea/R)/T\n\n\`\`\`\n${text}\n\`\`\`\n\n` +
      "Use the first row: the temperature of the 2 s before a run cannot be an effect of it, and the sampling window is the " +
      "model's own. A slow job idles the card and cools it, so the temperature during a run and the job window turn cause " +
      "and effect round. Errors allow for neighbouring runs that resemble each other (AR(1)). What else moved with T, such as the SM " +
      "clock under a power cap, is in runs.csv: an effect of the temperature is not shown by this table alone.\n",
  );
  return text;
}

function fitRow(setting: string, what: string, rows: Row[], t: string, k: (r: Row) => unknown) {
  const points = rows
    .filter((r) => typeof r[t] === "number" && Number.isFinite(k(r)) && (k(r) as number) > 0)
    .map((r) => ({
      T_K: kelvin(r[t] as number),
      k: k(r) as number,
      sm_clock_mhz: r.sm_clock_mhz as number | null,
      power_w: r.power_w as number | null,
    }));
  const head = setting === "none" ? { what } : { setting, what };
  const temperatures = points.map((p) => p.T_K - 273.15);
  const range = points.length === 0
    ? ""
    : `${Math.min(...temperatures).toFixed(1)} to ${Math.max(...temperatures).toFixed(1)}`;
  try {
    const fit = arrhenius(points);
    const { value, se, ci } = fit.EaR;
    return {
      ...head,
      n: fit.n,
      "T (°C)": range,
      "Ea/R (K)": value.toFixed(0),
      SE: se.toFixed(0),
      "95 %": `${ci[0].toFixed(0)} to ${ci[1].toFixed(0)}`,
      "R²": fit.r2.toFixed(3),
      "Durbin-Watson": fit.dw.toFixed(2),
      effect: fit.effect ? "yes" : "none seen",
    };
  } catch (error) {
    return { ...head, n: points.length, "T (°C)": range, effect: (error as Error).message };
  }
}
