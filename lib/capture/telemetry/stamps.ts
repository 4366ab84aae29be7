/** What the clocks of two computers may drift apart, ms per ms: cheap quartz is within this. */
const drift = 50e-6;

/**
 * Puts time stamps of another clock on performance.now(). The quickest delivery so far gives the
 * difference of the clocks: so times are late by the shortest delay of the way, which is under a
 * millisecond from a program on this computer and half a round trip over a network. Delays, and
 * lines that arrive in heaps, do no harm. A clock that is set back starts anew.
 */
export class StampClock {
  #offset = Infinity;
  #receipt = 0;
  #last = -Infinity;

  /** Takes note of a stamp (ms on its own clock) that arrived at `receipt` (performance.now()). */
  see(stamp: number, receipt: number): void {
    if (stamp < this.#last) this.#offset = Infinity;
    this.#offset = Math.min(
      this.#offset + drift * (receipt - this.#receipt),
      receipt - stamp,
    );
    this.#receipt = receipt;
    this.#last = stamp;
  }

  /** Where a stamp lies, performance.now(), ms. */
  at(stamp: number): number {
    return stamp + this.#offset;
  }
}

/** "2026/11/24 07:36:27.059" as ms, as if it were UTC: the difference takes care of the zone. */
export function readStamp(text: string): number | null {
  const m = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text.trim());
  if (!m) return null;
  const [year, month, day, hour, minute] = m.slice(1, 6).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute) + 1000 * Number(m[6]);
}
