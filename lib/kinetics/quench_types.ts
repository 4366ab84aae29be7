/** Whether a run stopped before its picture was complete. */
export interface Quench {
  name: "quench";
  run: string;
  metric: string;
  quenched: boolean;
  /**
   * "fell" and "stalled" are quenched; "complete" and "rising" are not; "unknown": the frames scatter too much to tell a
   * stall from a rise.
   */
  kind: "fell" | "stalled" | "complete" | "rising" | "unknown";
  /** I from which a run counts as complete. */
  threshold: number;
  /** Mean I of the last 3 frames (2 of fewer than 9). */
  end: number;
  /** Best mean of as many frames before them, and the step of it. */
  peak: { I: number; step: number };
  /** Peak less end, and how often frames that only scatter about a level show as much. */
  drop: number;
  p: number;
  /** The line through the last third: from which step, its I at the end with the bounds of the test, slope in s⁻¹. */
  last: {
    fromStep: number;
    n: number;
    I: number;
    ci: [lo: number, hi: number];
    slope: number;
    slopeCi: [lo: number, hi: number];
    /** Slope over the mean pace of the run so far (I at the end over the time), with its bounds. */
    pace: number;
    paceCi: [lo: number, hi: number];
  };
  level: number;
  words: string;
  notes: string[];
}

/** Options of {@link quench}. */
export interface QuenchOptions {
  /** I from which a run is complete; 0.95, as for `t1`. */
  threshold?: number;
  /** A last third that surely gains less than this part of the mean pace has stalled; 0.2. */
  pace?: number;
  /** A fall of less than this is none; 0.05. */
  least?: number;
  /** Of each one-sided test; 0.95. */
  level?: number;
  /**
   * SD of a frame's error of I, where it is known (from runs repeated with other seeds). Without it the test of a fall
   * estimates it, which fewer than 9 frames do badly: such a fall is hardly ever seen.
   */
  noise?: number;
}
