export { parseCsv, readCsv } from "./csv_read.ts";
export { csvText, writeCsv } from "./csv_write.ts";
export { dataset, datasetInfo, datasetNames } from "./dataset.ts";
export { DatasetError } from "./dataset_error.ts";
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
export { CsvError, type CsvProblem, ScoreError, TableError } from "./errors.ts";
export { type FrameLike, rowsOf, toFrame } from "./frame.ts";
export { htmlTable } from "./html.ts";
export { type Column, COLUMNS, type FrameRow } from "./schema.ts";
export { score, type ScoredRun, type ScoreOptions, scoreRows } from "./score.ts";
export { textTable } from "./text.ts";
export type { TableOptions } from "./view.ts";
