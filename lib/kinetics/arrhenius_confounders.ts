import { significant } from "@kgen/stats";
import type { ArrheniusPoint } from "./arrhenius_types.ts";
import { correlation } from "./correlation.ts";

const CAUSES = [
  { key: "sm_clock_mhz", name: "The SM clock" },
  { key: "power_w", name: "Power" },
] as const;

/** |r| from which two things move together for the eye. */
const TOGETHER = 0.3;

const moved = (r: number) => Math.abs(r) < TOGETHER ? "hardly moved" : "moved";

/** What else moved while the temperature did, in sentences. */
export function confoundersOf(points: readonly ArrheniusPoint[]): string[] {
  const T = points.map((p) => p.T_K);
  const sentences: string[] = [];
  for (const { key, name } of CAUSES) {
    const known = points.filter((p) => typeof p[key] === "number" && Number.isFinite(p[key]));
    if (known.length < 3) {
      sentences.push(`${name} was not recorded: whether it moved with temperature is not known.`);
      continue;
    }
    const cause = known.map((p) => p[key] as number);
    const withT = correlation(known.map((p) => p.T_K), cause);
    const withK = correlation(known.map((p) => Math.log(p.k)), cause);
    if (Number.isNaN(withT)) sentences.push(`${name} never changed.`);
    else {
      sentences.push(
        `${name} ${moved(withT)} with temperature (r = ${significant(withT, 2)}); with ln k it ${
          moved(withK)
        } (r = ${significant(withK, 2)}).`,
      );
    }
  }
  const drift = correlation(T, T.map((_, i) => i));
  if (Math.abs(drift) >= TOGETHER) {
    sentences.push(
      `Temperature ${drift > 0 ? "rose" : "fell"} in the course of the sweep (r = ${
        significant(drift, 2)
      }): whatever else drifts looks like temperature.`,
    );
  }
  return sentences;
}
