/** A number that was estimated, with its standard error and interval. */
export interface Estimate {
  value: number;
  se: number;
  ci: [lo: number, hi: number];
  /** As it is printed: "K", "kJ/mol", "s⁻¹"; "" for a pure number. */
  unit: string;
}
