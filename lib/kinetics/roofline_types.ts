/** A card's limits, from `dataset("gpus")`. */
export interface Gpu {
  gpu: string;
  /** Dense bf16 tensor throughput, float32 accumulation, TFLOP/s. */
  bf16_tflops: number;
  /** Memory bandwidth, GB/s (10⁹). */
  bandwidth_gbs: number;
}

/** What one evaluation of the denoiser costs. */
export interface Work {
  model: string;
  /** Floating-point operations of the matrix products, a multiplication and an addition as two. */
  flop: number;
  /** Bytes that must move at least: the weights once, and the activations between the blocks. */
  bytes: number;
  parameters: number;
  tokens: { image: number; text: number };
  batch: number;
  /** Where the operations are. */
  parts: { part: string; flop: number }[];
}

/** Which limit binds, the ceiling on k, and how much of it was reached. */
export interface Roofline {
  name: "roofline";
  gpu: Gpu;
  work: Work;
  /** FLOP per byte of the work, and that at which the card turns from bandwidth to compute. */
  intensity: number;
  ridge: number;
  bound: "compute" | "bandwidth";
  /** Most evaluations a second, s⁻¹: the lower of the two. */
  ceiling: number;
  ceilings: { compute: number; bandwidth: number };
  /** k as measured, s⁻¹; null if none was given. */
  measured: number | null;
  /** measured/ceiling, and TFLOP/s that it amounts to. */
  fraction: number | null;
  achieved_tflops: number | null;
  /** The roof for a figure: TFLOP/s attainable at an intensity (FLOP/byte), from 1 to 10⁵. */
  roof: { intensity: number; tflops: number }[];
  verdict: string;
  notes: string[];
}
