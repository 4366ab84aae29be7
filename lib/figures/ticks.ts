import { textWidth } from "./words.ts";

/** A place on an axis and what is written there. */
export interface Tick {
  at: number;
  text: string;
}

/** Round places within the domain, at most so many, with digits as many as their distance needs. */
export function ticks([lo, hi]: readonly [number, number], most: number): Tick[] {
  const power = Math.floor(Math.log10((hi - lo) / most));
  let exponent = power, step = 1;
  for (const [factor, shift] of [[1, 0], [2, 0], [5, 0], [1, 1]]) {
    step = factor;
    exponent = power + shift;
    if ((hi - lo) / (step * 10 ** exponent) <= most) break;
  }
  const size = step * 10 ** exponent;
  const found: Tick[] = [];
  for (let i = Math.ceil(lo / size - 1e-9); i * size <= hi + 1e-9 * size; i++) {
    const at = exponent < 0 ? Number((i * size).toFixed(Math.min(-exponent, 100))) : i * size;
    found.push({ at, text: written(at, exponent, Math.max(Math.abs(lo), Math.abs(hi))) });
  }
  return found;
}

/** Round places along that many pixels, as many as their texts leave room for. */
export function spaced(domain: readonly [number, number], pixels: number): Tick[] {
  for (let most = Math.floor(pixels / 56); most > 2; most--) {
    const found = ticks(domain, most);
    if (found.length < 2) continue;
    const apart = pixels * (found[1].at - found[0].at) / (domain[1] - domain[0]);
    if (found.every((t) => textWidth(t.text, 12) + 12 < apart)) return found;
  }
  return ticks(domain, 2);
}

/** The values with a little room around them; one value alone gets room too. */
export function padded(values: readonly number[], share = 0.05): [number, number] {
  const lo = Math.min(...values), hi = Math.max(...values);
  if (hi - lo <= 1e-12 * Math.max(Math.abs(lo), Math.abs(hi))) {
    const room = lo === 0 ? 1 : Math.abs(lo) / 10;
    return [lo - room, hi + room];
  }
  return [lo - share * (hi - lo), hi + share * (hi - lo)];
}

function written(at: number, exponent: number, largest: number): string {
  if (at === 0) return "0";
  if (largest < 1e6 && exponent > -5) {
    return at.toFixed(Math.max(0, -exponent)).replace("-", "−");
  }
  const power = Math.floor(Math.log10(Math.abs(at)) + 1e-9);
  const digits = Number((at / 10 ** power).toFixed(Math.max(0, power - exponent)));
  return `${digits}×10${superscript(power)}`.replace("-", "−");
}

/** 10 to what, in small raised digits: −3 gives "⁻³". */
export function superscript(power: number): string {
  return [...String(power)].map((c) => c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)]).join("");
}

/** The powers of ten within a domain. */
export function decades([lo, hi]: [number, number]): number[] {
  const found: number[] = [];
  for (let e = Math.ceil(Math.log10(lo) - 1e-9); e <= Math.log10(hi) + 1e-9; e++) {
    found.push(Number(`1e${e}`));
  }
  return found;
}
