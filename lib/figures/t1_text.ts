import type { MedianInterval } from "./median_interval.ts";
import { significant } from "./number_text.ts";

/** "median 0.145 s, 95 % interval 0.12 to 0.19 s". */
export function groupText({ median, lo, hi }: MedianInterval, percent: string): string {
  const said = Number.isFinite(median) ? `median ${significant(median)} s` : "median not reached";
  if (lo === null || hi === null) return `${said}, too few for an interval`;
  if (!Number.isFinite(lo)) return `${said}, nor its ${percent} interval`;
  const end = Number.isFinite(hi) ? `to ${significant(hi)} s` : "s upwards";
  return `${said}, ${percent} interval ${significant(lo)} ${end}`;
}
