/** A median with its interval; Infinity where it lies beyond what was seen. */
export interface MedianInterval {
  median: number;
  /** null where there are too few values for an interval of that level. */
  lo: number | null;
  hi: number | null;
}

/**
 * The median and its distribution-free interval from order statistics: value number k from below and from above, with
 * the largest k for which 2·P(Binomial(n, ½) < k) is at most 1 − level. Six values are the fewest for 95 %.
 *
 * Values that are only known to be larger than all others may be Infinity: the order is all that is used.
 *
 * @param values in any order, at least one
 */
export function medianInterval(values: readonly number[], level = 0.95): MedianInterval {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const a = sorted[Math.ceil(n / 2) - 1], b = sorted[Math.floor(n / 2)];
  const median = a === b ? a : (a + b) / 2;
  let k = 0, below = 0, logChoose = 0; // log of n over i
  for (let i = 0; i < n / 2; i++) {
    below += Math.exp(logChoose - n * Math.LN2);
    if (2 * below > 1 - level) break;
    k = i + 1;
    logChoose += Math.log((n - i) / (i + 1));
  }
  return k === 0
    ? { median, lo: null, hi: null }
    : { median, lo: sorted[k - 1], hi: sorted[n - k] };
}
