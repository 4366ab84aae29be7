import { Bins } from "./bins.ts";
import type { TemperatureOptions } from "./temperature_options.ts";

/** How full a bin is. */
export interface BinCount {
  /** Lower edge, °C. */
  bin: number;
  count: number;
  givenUp: boolean;
}

/** The range of temperature that is to be covered: which bins are wanted, which is next, which cannot be reached. */
export class TemperatureBins {
  #o: TemperatureOptions;
  #bins: Bins;
  #givenUp = new Set<number>();
  #coolest = Infinity;
  #hottest = -Infinity;

  constructor(o: TemperatureOptions) {
    this.#o = o;
    this.#bins = new Bins(o.width, o.perBin);
  }

  /** °C */
  get width(): number {
    return this.#bins.width;
  }

  /** Whether a temperature lies in a bin. */
  holds(bin: number, celsius: number): boolean {
    return this.#bins.of(celsius) === bin;
  }

  /** Counts a run, by the temperature before it. */
  add(celsius: number): void {
    this.#bins.add(celsius);
    this.reaches(celsius);
    this.#hottest = Math.max(this.#hottest, celsius);
  }

  /** The card has been so cool once, and can become it again. */
  reaches(celsius: number): void {
    this.#coolest = Math.min(this.#coolest, celsius);
  }

  /** Lower edges of the bins to be filled, from cool to hot; none before anything is known of the range. */
  wanted(): number[] {
    const { from, to, limit } = this.#o;
    const range = this.#bins.range ?? [this.#coolest, this.#hottest];
    const low = from ?? Math.min(range[0], this.#coolest);
    const high = Math.min(to ?? Math.max(range[1], this.#hottest), limit - this.width);
    return Number.isFinite(low) && Number.isFinite(high) ? this.#bins.between(low, high) : [];
  }

  /** The bin with the fewest runs; of several the nearest. Null when none is left. */
  next(celsius: number | null): number | null {
    const t = celsius ?? 0;
    const open = this.wanted().filter((b) => !this.#bins.isFull(b) && !this.#givenUp.has(b));
    const away = (b: number) => Math.abs(b + this.width / 2 - t);
    open.sort((a, b) => this.#bins.count(a) - this.#bins.count(b) || away(a) - away(b));
    return open[0] ?? null;
  }

  /** A bin that cannot be reached from here is given up, and those beyond it. */
  giveUp(target: number, celsius: number | null): void {
    const below = (celsius ?? Infinity) >= target + this.width;
    for (const bin of this.wanted()) {
      if (below ? bin <= target : bin >= target) this.#givenUp.add(bin);
    }
  }

  /** A wanted bin was given up before it was full. */
  get anyMissed(): boolean {
    return this.#givenUp.size > 0 && !this.wanted().every((b) => this.#bins.isFull(b));
  }

  histogram(): BinCount[] {
    return this.wanted().map((bin) => ({
      bin,
      count: this.#bins.count(bin),
      givenUp: this.#givenUp.has(bin),
    }));
  }
}
