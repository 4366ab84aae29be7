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
export { makePlan, type Plan, readPlan, workflowOfCell } from "./plan.ts";
export type { CaptureChoice, CellSpec, GridAxes, PlanFile } from "./plan_file.ts";
export type { Readings } from "./readings.ts";
export type { CellRecord, Session } from "./record.ts";
export type { Row } from "./run_row.ts";
export {
  type Heat,
  sweepTemperature,
  type TemperatureResult,
  type TemperatureRun,
} from "./temperature.ts";
export {
  temperatureDefaults,
  type TemperatureEnding,
  type TemperatureOptions,
} from "./temperature_options.ts";
export { type Found, Governor, type Knob, restoreFound, type Smi, smi } from "./governor.ts";
