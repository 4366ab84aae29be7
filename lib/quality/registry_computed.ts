import { mse, psnr, rmse } from "./error_metrics.ts";
import { gmsd } from "./gmsd.ts";
import type { Metric } from "./metric.ts";
import { msssim } from "./msssim.ts";
import { noise } from "./noise.ts";
import { sharpness } from "./sharpness.ts";
import { ssim } from "./ssim.ts";

const kgen = { kind: "picture", tool: "kgen", unit: "" } as const;
const pair = { ...kgen, reference: true } as const;
const single = { ...kgen, reference: false } as const;

/** Metrics that kgen computes in process. */
export const computedMetrics: Metric[] = [
  {
    ...pair,
    name: "rmse",
    label: "RMSE",
    direction: "lower",
    range: [0, 1],
    citation: "Square root of the mean squared error, values 0 to 1",
    compare: rmse,
  },
  {
    ...pair,
    name: "psnr",
    label: "PSNR",
    direction: "higher",
    range: [0, Infinity],
    unit: "dB",
    citation: "10 log10 of 1 over the mean squared error, values 0 to 1",
    compare: psnr,
  },
  {
    ...pair,
    name: "ssim",
    label: "SSIM",
    direction: "higher",
    range: [-1, 1],
    citation: "Wang, Bovik, Sheikh, Simoncelli, IEEE TIP 13 (2004) 600",
    compare: (a, b) => ssim(a, b),
  },
  {
    ...pair,
    name: "mse",
    label: "MSE",
    direction: "lower",
    range: [0, 1],
    citation: "Mean squared error, values 0 to 1",
    compare: mse,
  },
  {
    ...pair,
    name: "msssim",
    label: "MS-SSIM",
    direction: "higher",
    range: [0, 1],
    citation: "Wang, Simoncelli, Bovik, Asilomar Conference (2003) 1398",
    compare: msssim,
  },
  {
    ...pair,
    name: "gmsd",
    label: "GMSD",
    direction: "lower",
    range: [0, 0.5],
    citation: "Xue, Zhang, Mou, Bovik, IEEE TIP 23 (2014) 684",
    compare: gmsd,
  },
  {
    ...single,
    name: "sharpness",
    label: "Sharpness",
    direction: "higher",
    range: [0, Infinity],
    citation: "Pech-Pacheco et al., ICPR (2000): variance of the Laplacian",
    measure: sharpness,
  },
  {
    ...single,
    name: "noise",
    label: "Noise",
    direction: "lower",
    range: [0, Infinity],
    citation: "Immerkær, Computer Vision and Image Understanding 64 (1996) 300",
    measure: noise,
  },
];
