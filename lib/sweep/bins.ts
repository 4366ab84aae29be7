/** How many runs began at which temperature: bins of equal width, named by their lower edge. */
export class Bins {
  /** °C */
  readonly width: number;
  /** Runs wanted in each bin. */
  readonly wanted: number;
  #counts = new Map<number, number>();

  constructor(width: number, wanted: number) {
    this.width = width;
    this.wanted = wanted;
  }

  /** Lower edge of the bin of a temperature, °C. */
  of(celsius: number): number {
    return Math.floor(celsius / this.width + 1e-9) * this.width;
  }

  add(celsius: number): void {
    const bin = this.of(celsius);
    this.#counts.set(bin, this.count(bin) + 1);
  }

  count(bin: number): number {
    return this.#counts.get(bin) ?? 0;
  }

  isFull(bin: number): boolean {
    return this.count(bin) >= this.wanted;
  }

  /** Lower edges from one temperature to another, both included. */
  between(from: number, to: number): number[] {
    const out: number[] = [];
    for (let bin = this.of(from); bin <= this.of(to); bin += this.width) out.push(bin);
    return out;
  }

  /** Lowest and highest bin that holds a run. */
  get range(): [number, number] | null {
    const used = [...this.#counts.keys()];
    return used.length === 0 ? null : [Math.min(...used), Math.max(...used)];
  }
}
