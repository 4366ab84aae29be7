import type { FrameRow } from "@kgen/tables";

/** A row of the seed's Turbo run, with what a test wants changed. */
export function row(change: Partial<FrameRow> = {}): FrameRow {
  return {
    run: "20260101T000000-turbo-7-abcd",
    host: "embedded",
    variant: "turbo",
    gpu: null,
    prompt: "樱花",
    seed: 7,
    batch: 1,
    step: 1,
    nfe: 1,
    t_s: 0.031,
    sigma: 1,
    metric: "rmse",
    value: 0.25,
    reference: "last frame",
    tool: "kgen",
    way: "previews",
    temperature_c: null,
    sm_clock_mhz: null,
    power_w: null,
    ...change,
  };
}

/** Rows with everything that is hard to keep. */
export const hard: FrameRow[] = [
  row({ gpu: null, sigma: null, seed: null, batch: null, value: Infinity, metric: "psnr" }),
  row({ gpu: "NVIDIA H100, 80 GB", sigma: 0.1 + 0.2, value: 1 / 3, step: 2, nfe: 2 }),
  row({ prompt: "NaN", run: "null", host: "1", variant: "" }),
  row({ prompt: 'a "quoted", comma;\nsecond line\r\n\ttabbed 一只猫 🐈', seed: 2 ** 53 - 1 }),
  row({ value: 5e-324, t_s: 1e300, sigma: -0.0001, seed: 0 }),
  row({ value: -Infinity, prompt: "  spaces  ", gpu: "=1+1" }),
];
