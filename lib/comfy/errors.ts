/** What kind of thing went wrong, for programs; the message is for people. */
export type ComfyErrorCode =
  | "unreachable"
  | "not_comfy"
  | "invalid_workflow"
  | "execution_error"
  | "interrupted"
  | "timeout"
  | "protocol"
  | "http";

/** One thing that a host will not accept in a workflow. */
export interface Problem {
  /** Node id in the graph, or "" when the problem is not in one node. */
  node: string;
  classType: string;
  /** Input of the node, or null when the node itself is the problem. */
  input: string | null;
  kind: "missing_node" | "missing_file" | "value" | "link" | "other";
  /** The value that the workflow has. */
  value?: unknown;
  /** What the host has in its place, when it says so. */
  available?: string[];
  /** A sentence for people. */
  message: string;
}

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

/** Nobody answers at the address. Says what was tried and what to do. */
export class HostUnreachableError extends ComfyError {
  override name = "HostUnreachableError";
  readonly url: string;
  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(
      "unreachable",
      `No answer from ${url}: ${reason}. Start ComfyUI there (python main.py --listen), ` +
        "check the address and port, or use the embedded host (--host embedded).",
      options,
    );
    this.url = url;
  }
}

/** Something answers, and it is not ComfyUI. */
export class NotComfyError extends ComfyError {
  override name = "NotComfyError";
  readonly url: string;
  constructor(url: string, answer: string) {
    super(
      "not_comfy",
      `${url} answers, but not as ComfyUI does: ${answer}. ` +
        "Give the address of ComfyUI itself, for example http://127.0.0.1:8188.",
    );
    this.url = url;
  }
}

/** A workflow that cannot be read, changed or queued; `problems` names nodes and inputs. */
export class InvalidWorkflowError extends ComfyError {
  override name = "InvalidWorkflowError";
  readonly problems: Problem[];
  constructor(message: string, problems: Problem[] = [], options?: ErrorOptions) {
    super("invalid_workflow", message, options);
    this.problems = problems;
  }
}

/** A node failed while the job ran on the host. */
export class ExecutionError extends ComfyError {
  override name = "ExecutionError";
  readonly nodeId: string;
  readonly nodeType: string;
  readonly exceptionType: string;
  readonly traceback: string[];
  constructor(data: Record<string, any>) {
    const text = String(data.exception_message ?? "no message").trim();
    super(
      "execution_error",
      `Node ${data.node_id} (${data.node_type}) failed on the host: ` +
        `${data.exception_type ?? "error"}: ${text}`,
    );
    this.nodeId = String(data.node_id ?? "");
    this.nodeType = String(data.node_type ?? "");
    this.exceptionType = String(data.exception_type ?? "");
    this.traceback = Array.isArray(data.traceback) ? data.traceback.map(String) : [];
  }
}

/** The job was stopped, by us or by somebody else. */
export class InterruptedError extends ComfyError {
  override name = "InterruptedError";
  constructor(message: string, options?: ErrorOptions) {
    super("interrupted", message, options);
  }
}

/** The host has been silent for longer than allowed. */
export class HostTimeoutError extends ComfyError {
  override name = "HostTimeoutError";
  constructor(url: string, what: string, ms: number) {
    super("timeout", `${url} has been silent for ${ms / 1000} s ${what}.`);
  }
}

/** The host answered with something that its protocol does not allow. */
export class ProtocolError extends ComfyError {
  override name = "ProtocolError";
  constructor(message: string) {
    super("protocol", message);
  }
}

/** An HTTP status that is not a success. */
export class HttpError extends ComfyError {
  override name = "HttpError";
  readonly status: number;
  constructor(status: number, what: string, body = "") {
    const hint = status === 401 || status === 403
      ? " The host wants credentials: pass them in `headers`."
      : status === 413
      ? " The request is too large for the host or for the proxy before it."
      : "";
    const told = body ? ` It said: ${body.slice(0, 200)}` : "";
    super("http", `${what} answered with HTTP ${status}.${hint}${told}`);
    this.status = status;
  }
}
