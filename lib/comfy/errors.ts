/** All errors of this room, by what they are about: the host, or a job on it. */
export { ComfyError, type ComfyErrorCode } from "./comfy_error.ts";
export {
  HostTimeoutError,
  HostUnreachableError,
  HttpError,
  NotComfyError,
  ProtocolError,
  statusError,
  TooLargeError,
  UnauthorisedError,
} from "./host_errors.ts";
export {
  ExecutionError,
  executionError,
  HostRestartedError,
  InterruptedError,
  InvalidWorkflowError,
  OutOfMemoryError,
  type Problem,
} from "./job_errors.ts";
