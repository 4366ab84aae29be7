/**
 * One score of one captured evaluation: the tidy row that every table here holds.
 *
 * The columns keep this order in CSV files and frames.
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
  /** What it was scored against: "last frame". */
  reference: string;
}

/** What a column holds and how it is shown. */
export interface Column {
  name: keyof FrameRow;
  type: "text" | "integer" | "number";
  /** Whether null is a value of it. */
  nullable?: true;
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
];
