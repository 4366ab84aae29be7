import { type Completeness, rateLaw } from "@kgen/kinetics";
import type { FrameRow } from "@kgen/tables";

/** Seeded uniform numbers in [0, 1) (mulberry32). */
export function uniform(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6D2B79F5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Seeded standard normal numbers (Box-Muller). */
export function normal(seed: number): () => number {
  const u = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - u())) * Math.cos(2 * Math.PI * u());
}

/** SYNTHETIC frames, one a value of the metric, `every` seconds apart. Not a measurement. */
export function frames(
  values: number[],
  o: Partial<FrameRow> & { every?: number } = {},
): FrameRow[] {
  const { every = 0.1, ...rest } = o;
  return values.map((value, i) => ({
    run: "synthetic",
    host: "none",
    variant: "other",
    gpu: null,
    prompt: "",
    seed: 1,
    batch: 1,
    step: i + 1,
    nfe: i + 1,
    t_s: 2 + every * i,
    sigma: null,
    metric: "rmse",
    value,
    reference: "last frame",
    ...rest,
  }));
}

/** What a SYNTHETIC run follows. */
export interface Design {
  order: number;
  /** s⁻¹ */
  k: number;
  plateau: number;
  /** Points, evenly over (0, span/k]. */
  points: number;
  span: number;
  /** SD of the independent normal error of I. */
  noise: number;
}

/** A SYNTHETIC completeness that follows a rate law but for its noise. */
export function synthetic(d: Design, error: () => number): Completeness {
  const law = rateLaw(d.order);
  const points = Array.from({ length: d.points }, (_, i) => {
    const t = (d.span / d.k) * (i + 1) / d.points;
    const I = d.plateau * law.rise(d.k * t) + d.noise * error();
    return { step: i + 1, nfe: i + 1, t, I, used: true };
  });
  return {
    metric: "synthetic",
    run: "synthetic",
    baseline: "first frame",
    baselineValue: 1,
    ceilingValue: 0,
    reference: "none",
    C: 1,
    points,
    notes: [],
  };
}
