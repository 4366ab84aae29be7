/** A score of a frame against one reference; a FrameRow of `@kgen/tables` passes as it is. */
export interface DriftRow {
  run: string;
  step: number;
  metric: string;
  value: number;
  /** Name of what it was scored against. */
  reference: string;
}

/** Which reference a frame is nearest to. */
export interface DriftStep {
  step: number;
  /** null where none is clearly nearest. */
  nearest: string | null;
  /** Score against the nearest, whether clearly or not, against the next, and against the run's own. */
  value: number;
  next: number;
  own: number;
  /** Rank of the own reference, 1 the nearest. */
  rank: number;
  /** Difference of the two nearest as a part of the larger. */
  margin: number;
}

/** Where a run's frames drift to among several references. */
export interface Drift {
  name: "drift";
  run: string;
  metric: string;
  own: string;
  references: string[];
  steps: DriftStep[];
  /** When another reference became the clearly nearest one. */
  changes: DriftChange[];
  /** First step from which the own reference is clearly nearest to the end; null if it is not at the end. */
  ownFrom: number | null;
  /** The last frame is clearly nearer to another reference: the run made a side product. */
  sideProduct: string | null;
  words: string;
  notes: string[];
}

/** Options of {@link drift}. */
export interface DriftOptions {
  /** The reference of the run's own prompt; "last frame" or "final" is known as such. */
  own?: string;
  /** Which way is nearer, where the metric does not say. */
  direction?: "higher" | "lower";
  /** The two nearest must differ by this part of the larger score for one to be clearly nearest; 0.05. */
  clear?: number;
}

/** A step at which another reference became the clearly nearest. */
export interface DriftChange {
  step: number;
  from: string | null;
  to: string;
}
