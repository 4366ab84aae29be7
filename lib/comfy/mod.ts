/**
 * The client of a ComfyUI host, and the workflow templates: load, check, patch.
 * @module
 */
export { shownAddress } from "./address.ts";
export { type Auth, parseAuth } from "./auth.ts";
export { checkAgainst, checkInfo } from "./check.ts";
export type { CallOptions } from "./call_options.ts";
export { connect } from "./connect.ts";
export { editWeights } from "./edit_weights.ts";
export { differences, fitEmbedded } from "./embedded.ts";
export {
  ComfyError,
  type ComfyErrorCode,
  ExecutionError,
  executionError,
  HostRestartedError,
  HostTimeoutError,
  HostUnreachableError,
  HttpError,
  InterruptedError,
  InvalidWorkflowError,
  NotComfyError,
  OutOfMemoryError,
  type Problem,
  ProtocolError,
  TooLargeError,
  UnauthorisedError,
} from "./errors.ts";
export type { ConnectionEvent, Frame, HostEvent, PreviewMeta } from "./events.ts";
export { safeFileName } from "./file_name.ts";
export { parseFrame } from "./frames.ts";
export type { FileRef } from "./file_ref.ts";
export { Host } from "./host.ts";
export type { HostOptions } from "./host_options.ts";
export type { Job, Queue } from "./jobs.ts";
export { defaultLimits, type Limits } from "./limits.ts";
export type { Lora } from "./lora.ts";
export { type ModelFile, modelFiles } from "./models.ts";
export { type Changes, patch } from "./patch.ts";
export { kgenRoot } from "./root.ts";
export { type Settings, settings } from "./settings.ts";
export type { EventStream } from "./stream.ts";
export type { SystemStats } from "./system_stats.ts";
export { template, templates } from "./templates.ts";
export type { UploadOptions } from "./upload.ts";
export { type ModelLink, toUi, type UiOptions, type UiWorkflow } from "./ui.ts";
export { type ApiNode, type Graph, loadWorkflow, type Workflow } from "./workflow.ts";
