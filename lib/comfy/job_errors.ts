import { ComfyError, type ComfyErrorCode } from "./comfy_error.ts";

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
  /** Python's traceback on the host, outermost call first. */
  readonly traceback: string[];
  constructor(data: Record<string, any>, todo = "", code: ComfyErrorCode = "execution_error") {
    const text = String(data.exception_message ?? "no message").trim();
    super(
      code,
      `Node ${data.node_id} (${data.node_type}) failed on the host: ` +
        `${data.exception_type ?? "error"}: ${text}${todo && ` ${todo}`}`,
    );
    this.nodeId = String(data.node_id ?? "");
    this.nodeType = String(data.node_type ?? "");
    this.exceptionType = String(data.exception_type ?? "");
    this.traceback = Array.isArray(data.traceback) ? data.traceback.map(String) : [];
  }
}

/** The GPU (or the computer) of the host had too little memory for the job. */
export class OutOfMemoryError extends ExecutionError {
  override name = "OutOfMemoryError";
  constructor(data: Record<string, any>) {
    super(
      data,
      "Make the picture or the batch smaller, take a smaller dtype (fp8), or free the host's memory " +
        "first: host.free({ models: true, memory: true }).",
      "out_of_memory",
    );
  }
}

/**
 * The error for the data of an execution_error message: OutOfMemoryError where Python's exception
 * says so (torch.OutOfMemoryError, torch.cuda.OutOfMemoryError, MemoryError), else ExecutionError.
 *
 * @example
 * ```ts
 * import { executionError, OutOfMemoryError } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const e = executionError({ node_id: "3", exception_type: "torch.OutOfMemoryError" });
 * assert.ok(e instanceof OutOfMemoryError);
 * ```
 */
export function executionError(data: Record<string, any>): ExecutionError {
  const full = /(^|\.)(OutOfMemoryError|MemoryError)$/.test(String(data.exception_type ?? "")) ||
    /out of memory|allocation on device/i.test(String(data.exception_message ?? ""));
  return full ? new OutOfMemoryError(data) : new ExecutionError(data);
}

/** The job was stopped, by us or by somebody else. */
export class InterruptedError extends ComfyError {
  override name = "InterruptedError";
  constructor(message: string, options?: ErrorOptions) {
    super("interrupted", message, options);
  }
}

/** The host was restarted while the job ran, and the job is lost. What was recorded is kept. */
export class HostRestartedError extends ComfyError {
  override name = "HostRestartedError";
  readonly url: string;
  constructor(url: string, when: string) {
    super(
      "restarted",
      `${url} was restarted ${when}: it answers again, and knows nothing of the job. ` +
        "What was recorded until then is kept. Look at the host's log for why it ended, then run again.",
    );
    this.url = url;
  }
}
