import type { Changes, Graph } from "@kgen/comfy";

/** How a cell is captured: capture's own options. */
export interface CaptureChoice {
  way?: "auto" | "previews" | "prefix" | "plugin";
  exact?: boolean;
  /** Keep frames; default false: a sweep measures. */
  frames?: boolean;
  separate?: boolean;
  previewMethod?: "latent2rgb" | "taesd" | "none";
  /** Local files to upload, as capture takes them. */
  images?: string[];
  /** How kept frames are stored once they are scored; default as captured (PNG or JPEG). */
  store?: FrameStore;
}

/** Formats of stored frames: the first two lose nothing, the others are smaller. */
export type FrameStore = "webp-lossless" | "avif-lossless" | "webp" | "avif";

/** What a worker must have to be given a cell. */
export interface Needs {
  /** Part of the GPU's name, such as "H100"; case does not matter. */
  gpu?: string;
  /** GiB of GPU memory, at least. */
  vram_gib?: number;
  /** turbo, base, edit or other; default that of the workflow, by its name. */
  variant?: string;
}

/** One condition of a plan: a workflow and what is changed in it. It is run `repeats` times. */
export interface CellSpec {
  /** Name of a template, or path of a workflow file in API form (from the plan's own folder). */
  workflow?: string;
  changes?: Changes;
  /** weight_dtype of every UNETLoader. */
  dtype?: string;
  /** Backend of a TorchCompileModel node that is put before the sampler, such as "inductor". */
  compile?: string | null;
  /** Further nodes for the graph, by id; link them with `changes.set`. */
  add?: Graph;
  /** Column `group` of the data set. */
  group?: string;
  /** Column `tag`: name of the condition. */
  tag?: string;
  /** Column `change`: what is different from the usual; made from dtype, compile and lora otherwise. */
  change?: string;
  /** Number of runs; default the plan's. */
  repeats?: number;
  /** Seeds of the runs, in place of `repeats` seeds derived from the plan's seed. */
  seeds?: number[];
  /** false: its repeats stand in a row, after the interleaved ones of its group; for what is slow to load. */
  interleave?: boolean;
  capture?: CaptureChoice;
  /** What a worker must have; a sweep on one host ignores it. */
  needs?: Needs;
  /** On a queue, cells of higher priority go first; default 0, -1000 to 1000. It is no part of the id. */
  priority?: number;
}

/** Axes of a grid: every combination of their values is a cell. */
export interface GridAxes {
  workflow?: string[];
  prompt?: string[];
  negative?: string[];
  steps?: number[];
  /** "1024x1024" */
  size?: string[];
  batch?: number[];
  cfg?: number[];
  sampler?: string[];
  scheduler?: string[];
  denoise?: number[];
  dtype?: string[];
  compile?: (string | null)[];
  /** null is: without a LoRA. */
  lora?: ({ file: string; strength?: number } | null)[];
  /** Any input, by "NODE.INPUT". */
  set?: Record<string, unknown[]>;
}

/** A plan as a JSON file holds it: `cells`, or a `grid`, or both. */
export interface PlanFile extends Omit<CellSpec, "interleave"> {
  schema?: "kgen.sweep/1";
  name?: string;
  /** Seed of the order and of the runs' seeds; default 1. */
  seed?: number;
  /**
   * Order of the runs. true (default): round after round, each round holds every cell once, shuffled by
   * the seed; cells that load the same model stand together. "group": the same within each group, one
   * group after the other. false: as listed, all repeats in a row.
   */
  interleave?: boolean | "group";
  /** Marked runs at the beginning of each session; default 2. */
  warmUps?: number;
  /** Marked runs whenever another model, LoRA, dtype or compilation comes to be loaded; default 1. */
  warmUpsPerLoad?: number;
  /** Quality metrics by which kept frames are scored; default rmse. Computed where the cell was run. */
  metrics?: string[];
  grid?: GridAxes;
  cells?: CellSpec[];
}
