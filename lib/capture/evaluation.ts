/** A captured step: a frame, and when it came. */
export interface Evaluation {
  /** 1 to the number of steps. */
  step: number;
  /** Evaluations of the denoiser in this step. */
  evals: number;
  /**
   * Evaluations finished when this frame appeared. Samplers with two a step (heun) show the frame
   * after the first of them, so there this is 1, 3, 5, and it reaches run.nfe at the last step.
   */
  nfe: number;
  /**
   * s since run.times.sampler, at the receipt of progress_state. With the plugin: s since the sampler
   * itself began, by the clock of the host, at the end of the evaluation.
   */
  t: number;
  /** s since submission, on the clock of the client. */
  tJob: number;
  /** Noise level at which the model was evaluated, the start of the step; null when not known. */
  sigma: number | null;
  /** Path within the Run folder, such as "frames/001.png"; null when no preview came. */
  frame: string | null;
}
