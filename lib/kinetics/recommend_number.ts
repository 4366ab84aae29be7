import { significant } from "@kgen/stats";
import type { Known } from "./recommend_types.ts";

/** "1.66 ± 0.01": as many digits as the standard error has a use for; "–" if unknown. */
export function knownText(k: Known | null): string {
  if (k === null) return "–";
  if (k.se === null || k.se === 0) return significant(k.value, 3);
  const digits = Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(k.se))));
  const places = k.se >= 0.95 * 10 ** -(digits - 1) && digits > 0 ? digits - 1 : digits;
  return `${k.value.toFixed(places)} ± ${k.se.toFixed(places)}`;
}

/** "1.66 s (1.64 to 1.68)" */
export function intervalText(k: Known): string {
  const unit = k.unit === "" ? "" : ` ${k.unit}`;
  if (k.ci === null) return `${significant(k.value, 3)}${unit}`;
  const [lo, hi] = k.ci.map((v) => significant(v, 3));
  return `${significant(k.value, 3)}${unit} (${lo} to ${hi})`;
}
