/** Moments of a job, s since submission; null where unknown. */
export interface Times {
  submitted: 0;
  /** The host began to work on it. */
  started: number | null;
  /** The sampler node began; with the plugin the sampler itself, when the model was in place. */
  sampler: number | null;
  /** End of the first evaluation. */
  firstEval: number | null;
  /** End of the last evaluation. */
  lastEval: number | null;
  /** The host said that all is done. */
  success: number | null;
}

/** A clock on which nothing has happened yet. */
export function noTimes(): Times {
  return {
    submitted: 0,
    started: null,
    sampler: null,
    firstEval: null,
    lastEval: null,
    success: null,
  };
}
