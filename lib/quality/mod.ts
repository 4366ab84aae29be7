export { Checker } from "./checker/checker.ts";
export { CheckerError } from "./checker/errors.ts";
export {
  type EditCase,
  type EditKind,
  editKinds,
  type EditScene,
  type EditVerdict,
} from "./checker/edit_case.ts";
export { edgeAgreement, edges } from "./checker/edges.ts";
export { judgeEdit } from "./checker/judge_edit.ts";
export { blanked } from "./checker/masked_part.ts";
export { type Tone, toneOf } from "./checker/tone.ts";
export { type Expectation, expectation, type Wanted } from "./checker/expectation.ts";
export { judge, type Match, type Verdict } from "./checker/judge.ts";
export { type Colour as Background, palette as backgrounds } from "./checker/palette.ts";
export { readReference } from "./checker/read_reference.ts";
export type { Emoji, Reference as CheckerReference, Style } from "./checker/reference.ts";
export { sideProducts } from "./checker/side_products.ts";
export { type Content, type Wording, wordings } from "./checker/wordings.ts";
export { checkerFeatures } from "./checker/set_features.ts";
export type { Likeness, Place, Sight, Thing } from "./checker/sight.ts";
export {
  LearnedMetricError,
  PictureError,
  PictureMismatchError,
  UnknownMetricError,
} from "./errors.ts";
export { mse, psnr, rmse } from "./error_metrics.ts";
export { gmsd } from "./gmsd.ts";
export {
  type InputScale,
  type LearnedMetric,
  learnedMetric,
  type LearnedOptions,
} from "./learned.ts";
export { msssim } from "./msssim.ts";
export { noise } from "./noise.ts";
export { sharpness } from "./sharpness.ts";
export type { Picture } from "./picture.ts";
export { readPicture } from "./read.ts";
export {
  type Direction,
  type Metric,
  metric,
  type MetricDescription,
  metricNames,
  metricOrUnknown,
  type PairMetric,
  registerMetric,
  type SingleMetric,
  type UnknownMetric,
} from "./registry.ts";
export { scorePicture } from "./score_picture.ts";
export { ssim, type SsimOptions } from "./ssim.ts";
export { FeaturesError, FID_FEATURES, type SetFeatures } from "./features.ts";
export { type FrechetDistance, frechetDistance } from "./frechet.ts";
export { type KernelDistance, kernelDistance, type KernelOptions, squaredMmd } from "./kernel.ts";
export { extractFeatures, type ExtractOptions } from "./features_extract.ts";
export { readFeatures, writeFeatures } from "./features_file.ts";
export { type CleanFidOptions, importCleanFid } from "./import_clean_fid.ts";
export { type CsvMap, importCsv } from "./import_csv.ts";
export { genevalScore, importGenEval } from "./import_geneval.ts";
export { importPyiqa, type PyiqaOptions } from "./import_pyiqa.ts";
export {
  type Imported,
  type ImportedScore,
  ImportError,
  type ImportProblem,
} from "./import_rows.ts";
export { importScores } from "./import_scores.ts";
export { type ImportOptions, type ImportSource } from "./import_source.ts";
export { importTorchFidelity } from "./import_torch_fidelity.ts";
