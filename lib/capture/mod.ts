/**
 * Runs a workflow on a host and records a Run: evaluations, frames, clock, provenance.
 * @module
 */
export { capture } from "./capture.ts";
export type { CaptureOptions } from "./capture_options.ts";
export { CapturePictureError, RunFormatError, RunWriteError, type WithRun } from "./errors.ts";
export type { Files } from "./background_writer.ts";
export { type Count, evaluations } from "./nfe.ts";
export { listRuns, type RunList } from "./list_runs.ts";
export { openRun } from "./open.ts";
export { type Phase, phaseOf } from "./phases.ts";
export type { Progress } from "./progress.ts";
export type { FrameFile } from "./preview_frames.ts";
export { type Records, useRecords } from "./recorded.ts";
export { Recorder } from "./recorder.ts";
export type { ClockOffset } from "./clock_offset.ts";
export type { Evaluation } from "./evaluation.ts";
export type { HostInfo } from "./host_info.ts";
export type { Job, Run, Variant, Way } from "./run.ts";
export type { Times } from "./times.ts";
export { pictureProblem } from "./picture_file.ts";
export { prefixGraph } from "./prefix_graph.ts";
export { type ScheduleOptions, sigmas } from "./sigma.ts";
export type { Frame, Profile, Stack } from "./profile/profile.ts";
export { findPySpy, ProfileError } from "./profile/py_spy.ts";
export { pidOfPort } from "./profile/port.ts";
export { parseProfile, readProfile } from "./profile/read.ts";
export { type RecordOptions, recordProfile } from "./profile/record.ts";
export {
  stacksWithin,
  type TopFunction,
  topFunctions,
  type TopModule,
  topModules,
} from "./profile/top.ts";
export {
  parseTelemetryCsv,
  readTelemetry,
  telemetryCsv,
  type TelemetryRow,
} from "./telemetry/csv.ts";
export { type EvaluationTelemetry, telemetryAt } from "./telemetry/join.ts";
export { openTelemetry, type TelemetryOptions } from "./telemetry/open.ts";
export { type PluginInfo, pluginInfo } from "./telemetry/plugin_call.ts";
export {
  type GpuReading,
  quantities,
  type Quantity,
  type TelemetrySample,
} from "./telemetry/sample.ts";
export {
  type GpuSummary,
  summariseTelemetry,
  type SummaryTimes,
  type TelemetrySummary,
} from "./telemetry/summary.ts";
export { type RemoteCommand, sshCommand } from "./telemetry/ssh.ts";
export { Telemetry } from "./telemetry/telemetry.ts";
export { decodeThrottle } from "./telemetry/throttle.ts";
export { onThisComputer } from "./telemetry/where.ts";
export { type Watched, watchedGraph } from "./watched_graph.ts";
export { hasPlugin } from "./way.ts";
