/** The checker's reference is not there, or its files do not fit each other; `file` names which. */
export class CheckerError extends Error {
  override readonly name = "CheckerError";
  readonly file: string;

  constructor(file: string, message: string, options?: ErrorOptions) {
    super(`${file}: ${message}`, options);
    this.file = file;
  }
}
