/**
 * Runs a workflow on a host and records a Run: evaluations, frames, clock, provenance.
 * @module
 */
export { capture, type CaptureOptions } from "./capture.ts";
export { RunFormatError, RunWriteError, type WithRun } from "./errors.ts";
export type { Files } from "./folder.ts";
export { type Count, evaluations } from "./nfe.ts";
export { listRuns, openRun, type RunList } from "./open.ts";
export { phaseOf } from "./phases.ts";
export type { Progress } from "./progress.ts";
export { type FrameFile, Recorder } from "./recorder.ts";
export type { Evaluation, HostInfo, Phase, Run, Times, Variant } from "./run.ts";
export { type ScheduleOptions, sigmas } from "./sigma.ts";
