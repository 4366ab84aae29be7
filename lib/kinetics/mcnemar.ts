/**
 * McNemar's exact test: of the b + c pairs that disagree, b one way and c the other, are both ways equally likely?
 * Twice the smaller binomial tail at ½, at most 1 (Q. McNemar, Psychometrika 12 (1947) 153; exact form).
 */
export function mcnemarExact(b: number, c: number): number {
  const n = b + c, least = Math.min(b, c);
  let log = -n * Math.LN2, tail = 0;
  for (let i = 0; i <= least; i++) {
    tail += Math.exp(log);
    log += Math.log((n - i) / (i + 1));
  }
  return Math.min(1, 2 * tail);
}
