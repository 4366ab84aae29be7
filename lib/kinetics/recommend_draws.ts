import { type Random, random } from "@kgen/stats";
import type { Known } from "./recommend_types.ts";

/**
 * Draws of ln of a number as its uncertainty has it: ln x + (se/x)·t, with Student's t on its degrees of freedom. The same
 * number (one object, or one id) is the same draw everywhere it stands.
 */
export class Draws {
  readonly #count: number;
  readonly #random: Random;
  readonly #kept = new Map<string | readonly Known[] | object, Float64Array>();

  constructor(count: number, seed: number) {
    this.#count = count;
    this.#random = random(seed);
  }

  /** @param key what the number rests on: time and cost of one option rest on the same seconds */
  ln(k: Known, key: object): Float64Array {
    const about = k.id ?? key;
    let noise = this.#kept.get(about);
    if (!noise) {
      noise = new Float64Array(this.#count);
      for (let i = 0; i < noise.length; i++) noise[i] = k.se === null ? 0 : this.#t(k.df!);
      this.#kept.set(about, noise);
    }
    const scale = k.se === null ? 0 : k.se / k.value, middle = Math.log(k.value);
    return noise.map((t) => middle + scale * t);
  }

  /** Student's t; beyond 40 degrees of freedom as good as normal. */
  #t(df: number): number {
    const z = this.#random.normal();
    if (df > 40) return z;
    let chi2 = 0;
    for (let i = 0; i < Math.round(df); i++) chi2 += this.#random.normal() ** 2;
    return z / Math.sqrt(chi2 / Math.round(df));
  }
}
