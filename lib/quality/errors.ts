/** A picture that cannot be read or is malformed; `file` names it when it came from one. */
export class PictureError extends Error {
  override readonly name = "PictureError";
  /** The file the picture came from, or null for bytes in memory. */
  readonly file: string | null;

  constructor(message: string, file: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.file = file;
  }
}

/** Two pictures that cannot be compared; the message names both sizes. */
export class PictureMismatchError extends Error {
  override readonly name = "PictureMismatchError";
}

/** A metric that is not in the registry; the message lists those that are computed here. */
export class UnknownMetricError extends Error {
  override readonly name = "UnknownMetricError";
  /** The name that was asked for. */
  readonly metric: string;

  constructor(metric: string, computed: string[], imported = 0) {
    super(
      `There is no quality metric "${metric}". Computed here: ${computed.join(", ")}` +
        `${
          imported ? `; ${imported} more are known from imports (metricNames() lists them)` : ""
        }. ` +
        `registerMetric() makes another one known.`,
    );
    this.metric = metric;
  }
}

/** A network file that is no metric of two pictures, or pictures that it cannot take. */
export class LearnedMetricError extends Error {
  override readonly name = "LearnedMetricError";
  /** The network's file. */
  readonly file: string;

  constructor(message: string, file: string, options?: ErrorOptions) {
    super(message, options);
    this.file = file;
  }
}
