/**
 * Sweeps: plans of many cells, the executors that carry them out, and the data set that comes of it.
 * @module
 */
export { type Wish, wishIn, wishOf } from "./control.ts";
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
export { completeParts } from "./parts_complete.ts";
export { type RunRate, type SweepDataset, sweepDataset } from "./parts_dataset.ts";
export { gatherParts } from "./parts_gather.ts";
export { partColumns } from "./parts_rows.ts";
export { queueExecutor, type QueueOptions } from "./queue_executor.ts";
export { cancelSweep, pauseSweep, retryFailed, unpauseSweep } from "./queue_control.ts";
export { hasRedis, type PrivateRedis, privateRedis, redisAdvice } from "./private_redis.ts";
export { identify, leaveQueue, type QueueIdentity, queueOf } from "./queue_identity.ts";
export { needsOf, type Offer, satisfies } from "./queue_needs.ts";
export { connectQueue, type Link, shownQueue, wordOnRedis } from "./queue_redis.ts";
export { failuresOf, type SweepStatus, sweepStatus } from "./queue_status.ts";
export { submit } from "./queue_submit.ts";
export { listWorkers, type WorkerNews } from "./queue_workers.ts";
export { offerOf } from "./worker_offer.ts";
export type { WorkerEvent, WorkerOptions, WorkerTally } from "./worker_options.ts";
export { work } from "./worker.ts";
export { makePlan, type Plan, workflowOfCell } from "./plan.ts";
export type {
  CaptureChoice,
  CellSpec,
  FrameStore,
  GridAxes,
  Needs,
  PlanFile,
} from "./plan_file.ts";
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
