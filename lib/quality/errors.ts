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

/** A metric that is not in the registry; the message lists those that are. */
export class UnknownMetricError extends Error {
  override readonly name = "UnknownMetricError";
  /** The name that was asked for. */
  readonly metric: string;

  constructor(metric: string, known: string[]) {
    super(`There is no quality metric "${metric}". Metrics here: ${known.join(", ")}.`);
    this.metric = metric;
  }
}
