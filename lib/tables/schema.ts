/**
 * Version of the tidy schema, written into Parquet files. "kgen.frames/1" ended with `reference`;
 * readers take it, and what it lacks becomes null.
 */
export const FRAMES_SCHEMA = "kgen.frames/2";

/**
 * One score of one captured evaluation: the tidy row that every table here holds.
 *
 * The columns keep this order in CSV files and frames. Those after `reference` came with
 * "kgen.frames/2" and may be left out of a row that is made by hand.
 */
export interface FrameRow {
  /** Id of the Run. */
  run: string;
  /** "embedded", or the host name and port of a ComfyUI. */
  host: string;
  /** turbo, base, edit or other. */
  variant: string;
  /** Name of the GPU, null when there was none. */
  gpu: string | null;
  /** "" when the workflow has none that can be told. */
  prompt: string;
  /** null when the workflow does not say. */
  seed: number | null;
  /** Pictures made at once, null when the workflow does not say. */
  batch: number | null;
  /** Step of the sampler, from 1. */
  step: number;
  /** Evaluations of the denoiser up to and with this step. */
  nfe: number;
  /** Seconds since the sampler began. */
  t_s: number;
  /** Noise level at which the model was evaluated, null when unknown. */
  sigma: number | null;
  /** Name of the quality metric. */
  metric: string;
  /** The score. */
  value: number;
  /** What it was scored against: "last frame", "final", the name of a picture, or "none". */
  reference: string;
  /** What computed the score, with its version where it is known; null when unknown. */
  tool?: string | null;
  /** How the evaluation was captured: previews, prefix or plugin; null when unknown. */
  way?: string | null;
  /** The GPU at the end of the evaluation, °C: its nearest earlier sample; null without one. */
  temperature_c?: number | null;
  /** Clock of the GPU then, MHz. */
  sm_clock_mhz?: number | null;
  /** Power of the GPU then, W. */
  power_w?: number | null;
}

/** What a column holds and how it is shown. */
export interface Column {
  name: keyof FrameRow;
  type: "text" | "integer" | "number";
  /** Whether null is a value of it. */
  nullable?: true;
  /** The schema that brought it, where that is not the first. */
  since?: 2;
  /** Head in tables, where it differs from the name. */
  label?: string;
  unit?: string;
  /** Digits after the point at most. */
  digits?: number;
}

/** The columns of {@linkcode FrameRow}, in order. */
export const COLUMNS: readonly Column[] = [
  { name: "run", type: "text" },
  { name: "host", type: "text" },
  { name: "variant", type: "text" },
  { name: "gpu", type: "text", nullable: true, label: "GPU" },
  { name: "prompt", type: "text" },
  { name: "seed", type: "integer", nullable: true },
  { name: "batch", type: "integer", nullable: true },
  { name: "step", type: "integer" },
  { name: "nfe", type: "integer", label: "NFE" },
  { name: "t_s", type: "number", label: "t", unit: "s", digits: 3 },
  { name: "sigma", type: "number", nullable: true, label: "σ", digits: 4 },
  { name: "metric", type: "text" },
  { name: "value", type: "number" },
  { name: "reference", type: "text" },
  { name: "tool", type: "text", nullable: true, since: 2 },
  { name: "way", type: "text", nullable: true, since: 2 },
  {
    name: "temperature_c",
    type: "number",
    nullable: true,
    since: 2,
    label: "temperature",
    unit: "°C",
    digits: 1,
  },
  {
    name: "sm_clock_mhz",
    type: "number",
    nullable: true,
    since: 2,
    label: "SM clock",
    unit: "MHz",
    digits: 0,
  },
  {
    name: "power_w",
    type: "number",
    nullable: true,
    since: 2,
    label: "power",
    unit: "W",
    digits: 1,
  },
];

/** The columns without which rows are no scores of frames: those of the first schema. */
export const REQUIRED = COLUMNS.filter((c) => c.since === undefined);
