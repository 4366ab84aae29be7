/**
 * The client of a ComfyUI host, and the workflow templates: load, check, patch.
 * @module
 */
export { checkAgainst } from "./check.ts";
export { differences, fitEmbedded } from "./embedded.ts";
export {
  ComfyError,
  type ComfyErrorCode,
  ExecutionError,
  HostTimeoutError,
  HostUnreachableError,
  HttpError,
  InterruptedError,
  InvalidWorkflowError,
  NotComfyError,
  type Problem,
  ProtocolError,
} from "./errors.ts";
export type { Frame, HostEvent, PreviewMeta } from "./events.ts";
export { parseFrame } from "./frames.ts";
export { connect, type FileRef, Host, type HostOptions, type SystemStats } from "./host.ts";
export { type Changes, patch } from "./patch.ts";
export { kgenRoot } from "./root.ts";
export { type Settings, settings } from "./settings.ts";
export type { EventStream } from "./stream.ts";
export { template, templates } from "./templates.ts";
export { type ModelLink, toUi, type UiOptions, type UiWorkflow } from "./ui.ts";
export { type ApiNode, type Graph, loadWorkflow, type Workflow } from "./workflow.ts";
