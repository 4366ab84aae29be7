/**
 * Sweeps: plans of many cells, the executors that carry them out, and the data set that comes of it.
 * @module
 */
export { canonical } from "./canonical.ts";
export type { Cell, PlanWorkflow } from "./cell.ts";
export { type Column, runColumns } from "./columns.ts";
export { PlanError, SweepError, type SweepErrorCode } from "./errors.ts";
export type { ExecuteOptions, Executor, SweepEvent, Tally } from "./executor.ts";
export { exportDataset, type Exported, type ExportOptions } from "./export.ts";
export { SweepFolder } from "./folder.ts";
export { gridCells } from "./grid.ts";
export { type Consequence, judge, type Judgement } from "./judge.ts";
export { localExecutor } from "./local.ts";
export { makePlan, type Plan, workflowOfCell } from "./plan.ts";
export type { CaptureChoice, CellSpec, GridAxes, PlanFile } from "./plan_file.ts";
export { readPlan } from "./read_plan.ts";
export type { Readings } from "./readings.ts";
export type { CellRecord, Session } from "./record.ts";
export type { Row } from "./run_row.ts";
export type { Heat } from "./heat.ts";
export { sweepTemperature } from "./temperature.ts";
export type { TemperatureResult, TemperatureRun } from "./temperature_run.ts";
export type { TemperatureEnding } from "./temperature_ending.ts";
export { temperatureDefaults, type TemperatureOptions } from "./temperature_options.ts";
export type { Found } from "./found.ts";
export { Governor, restoreFound } from "./governor.ts";
export type { Knob } from "./knob.ts";
export { type Smi, smi } from "./smi.ts";
