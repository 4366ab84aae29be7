export { PictureError, PictureMismatchError, UnknownMetricError } from "./errors.ts";
export { mse, psnr, rmse } from "./error_metrics.ts";
export type { Picture } from "./picture.ts";
export { readPicture } from "./read.ts";
export { type Metric, metric, metricNames } from "./registry.ts";
export { ssim, type SsimOptions } from "./ssim.ts";
