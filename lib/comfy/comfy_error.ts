/** What kind of thing went wrong, for programs; the message is for people. */
export type ComfyErrorCode =
  | "unreachable"
  | "unauthorised"
  | "not_comfy"
  | "invalid_workflow"
  | "execution_error"
  | "out_of_memory"
  | "interrupted"
  | "restarted"
  | "timeout"
  | "too_large"
  | "protocol"
  | "http";

/**
 * Every error of a host or a workflow that this room throws. `code` says which kind.
 *
 * @example
 * ```ts
 * import { ComfyError, connect } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(connect("ftp://example"), (e) => e instanceof ComfyError);
 * ```
 */
export class ComfyError extends Error {
  override name = "ComfyError";
  readonly code: ComfyErrorCode;
  constructor(code: ComfyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
