/** A run under load: its moment, ms, and the temperature before it, °C. */
export type LoadPoint = readonly [t: number, celsius: number];

/** When load counts as having reached its plateau. */
export interface PlateauRule {
  /** Rise over the span below which the card counts as warm, °C. */
  rise: number;
  /** Length of load that is looked at, ms. */
  span: number;
}

/**
 * Whether the load of the last `span` ms has not warmed the card by `rise` °C. One run is too noisy to tell,
 * so the means of the older and the newer half are compared.
 *
 * @param load the runs of an unbroken load, in order
 * @param now ms, on the clock of the points
 */
export function isPlateau(load: readonly LoadPoint[], now: number, rule: PlateauRule): boolean {
  if (load.length < 4 || now - load[0][0] < rule.span) return false;
  const recent = load.filter(([t]) => now - t <= rule.span).map(([, celsius]) => celsius);
  const half = Math.floor(recent.length / 2);
  if (half < 2) return false;
  // Means of the two halves lie half the span apart.
  return 2 * (mean(recent.slice(half)) - mean(recent.slice(0, half))) < rule.rise;
}

const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
