export { type AttachedScores, attachScores, type UnmatchedScore } from "./attach_scores.ts";
export { parseCsv, readCsv } from "./csv_read.ts";
export { csvText, writeCsv } from "./csv_write.ts";
export { dataset, datasetInfo, datasetNames } from "./dataset.ts";
export { DatasetError } from "./dataset_error.ts";
export type { CheckerVerdict } from "./dataset_rows_checker.ts";
export type { DatasetField, DatasetPackage, DatasetResource } from "./dataset_package.ts";
export type {
  Datasets,
  GpuRow,
  H100Evaluation,
  H100Prompt,
  H100Run,
  H100Telemetry,
  SeedBenchmarkRow,
  SeedClaimRow,
  SeedRecommendationRow,
  SeedVariantRow,
} from "./dataset_rows.ts";
export type { Drawing } from "./drawing.ts";
export { type DuckOptions, wordOnDuck } from "./duck.ts";
export {
  CsvError,
  type CsvProblem,
  NoDuckError,
  QueryError,
  ScoreError,
  TableError,
} from "./errors.ts";
export type { Cell } from "./exact_values.ts";
export { type FrameLike, rowsOf, toFrame } from "./frame.ts";
export { FramesDataset, type RowsOptions } from "./frames_dataset.ts";
export type { GroupMean } from "./group_mean.ts";
export { htmlTable } from "./html.ts";
export type { JoinOptions } from "./join.ts";
export { framesDataset, type FramesDatasetOptions } from "./open_frames_dataset.ts";
export type { Parameter, Parameters } from "./parameters.ts";
export { type ParquetRows, readParquet } from "./parquet_read.ts";
export { type ParquetOptions, writeParquet } from "./parquet_write.ts";
export type { PivotOptions, Statistic } from "./pivot.ts";
export { query, type Row, type Rows } from "./query.ts";
export { type Column, COLUMNS, type FrameRow, FRAMES_SCHEMA } from "./schema.ts";
export type { ScoredRun } from "./run_columns.ts";
export { score, scoreRows } from "./score.ts";
export type { ScoreOptions } from "./score_run.ts";
export type { Reference } from "./score_reference.ts";
export { sparkline, type SparklineOptions } from "./sparkline.ts";
export { textTable } from "./text.ts";
export { thumbnail } from "./thumbnail.ts";
export type { TableOptions } from "./view.ts";
export type { Where } from "./where.ts";
