/** What holds k back, or "none shown". */
export type Wall = "bandwidth" | "compute" | "power" | "thermal" | "none shown";

/** One piece of evidence. */
export interface Evidence {
  /** What was looked at. */
  about: Wall;
  /** Whether it speaks for that wall. */
  speaks: boolean;
  sentence: string;
}

/** The verdict on what limits k. */
export interface Bottleneck {
  name: "bottleneck";
  wall: Wall;
  verdict: string;
  evidence: Evidence[];
}
