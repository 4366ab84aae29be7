export { parseCsv, readCsv } from "./csv_read.ts";
export { csvText, writeCsv } from "./csv_write.ts";
export { CsvError, type CsvProblem, ScoreError, TableError } from "./errors.ts";
export { type FrameLike, rowsOf, toFrame } from "./frame.ts";
export { htmlTable } from "./html.ts";
export { type Column, COLUMNS, type FrameRow } from "./schema.ts";
export { score, type ScoredRun, type ScoreOptions, scoreRows } from "./score.ts";
export { textTable } from "./text.ts";
export type { TableOptions } from "./view.ts";
