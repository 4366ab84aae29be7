/** The job was asked to stop. */
export class Interrupted extends Error {
  override name = "Interrupted";
}

/** A node cannot do what it is asked to; `pythonType` is the exception that ComfyUI would show. */
export class NodeError extends Error {
  override name = "NodeError";
  constructor(readonly pythonType: string, message: string) {
    super(message);
  }
}
