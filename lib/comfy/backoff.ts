/** ms before the second attempt at most; it doubles with each. */
const first = 250;
/** ms that are never exceeded. */
const most = 10_000;

/**
 * ms to wait before an attempt: exponential backoff with full jitter, so that many clients of a host
 * that comes back do not all come at once (Brooker, "Exponential Backoff And Jitter", AWS 2015).
 *
 * @param attempt 1 for the first
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(most, first * 2 ** (attempt - 1)));
}
