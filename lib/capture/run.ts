import type { Graph } from "@kgen/comfy";
import type { GpuSummary } from "./telemetry/summary.ts";

/** What a job of the host was made for, as far as it can be told. */
export type Variant = "turbo" | "base" | "edit" | "other";

/**
 * How the evaluations of a Run were taken: from previews and progress_state; frames from prefix runs
 * and times from a plain run; or by the plugin comfyui-kgen on the host.
 */
export type Way = "previews" | "prefix" | "plugin";

/** A captured step: a frame, and when it came. */
export interface Evaluation {
  /** 1 to the number of steps. */
  step: number;
  /** Evaluations of the denoiser in this step. */
  evals: number;
  /**
   * Evaluations finished when this frame appeared. Samplers with two a step (heun) show the frame
   * after the first of them, so there this is 1, 3, 5, and it reaches run.nfe at the last step.
   */
  nfe: number;
  /**
   * s since run.times.sampler, at the receipt of progress_state. With the plugin: s since the sampler
   * itself began, by the clock of the host, at the end of the evaluation.
   */
  t: number;
  /** s since submission, on the clock of the client. */
  tJob: number;
  /** Noise level at which the model was evaluated, the start of the step; null when not known. */
  sigma: number | null;
  /** Path within the Run folder, such as "frames/001.png"; null when no preview came. */
  frame: string | null;
}

/** Moments of a job, s since submission; null where unknown. */
export interface Times {
  submitted: 0;
  /** The host began to work on it. */
  started: number | null;
  /** The sampler node began; with the plugin the sampler itself, when the model was in place. */
  sampler: number | null;
  /** End of the first evaluation. */
  firstEval: number | null;
  /** End of the last evaluation. */
  lastEval: number | null;
  /** The host said that all is done. */
  success: number | null;
}

/** A clock on which nothing has happened yet. */
export function noTimes(): Times {
  return {
    submitted: 0,
    started: null,
    sampler: null,
    firstEval: null,
    lastEval: null,
    success: null,
  };
}

/** Seconds that one node took. */
export interface Phase {
  phase: "load" | "encode" | "sample" | "decode" | "save" | "other";
  node: string;
  classType: string;
  /** 0 when the host had the result already. */
  seconds: number;
  cached: boolean;
}

/** Where a Run was made. */
export interface HostInfo {
  /** Without credentials. */
  url: string;
  kind: "embedded" | "remote";
  comfyui: string | null;
  python: string | null;
  pytorch: string | null;
  os: string | null;
  device: string | null;
  /** Name of the GPU; null when the host computes on a CPU. */
  gpu: string | null;
  /** Bytes of GPU memory; null without a GPU. */
  vramTotal: number | null;
}

/** A job that was queued for a Run. */
export interface Job {
  promptId: string;
  /** "measure": its times count; "frames": only its pictures do; "both": one job for both. */
  purpose: "measure" | "frames" | "both";
}

/** The clock of the host against that of the client. */
export interface ClockOffset {
  /** Host minus client, s, at submission. Clocks are those of the day (Unix time). */
  offset_s: number;
  /** Bound of the error of offset_s, s. */
  uncertainty_s: number;
  /** "ping": round trips to the plugin; "messages": timestamps of execution messages, which bound it. */
  method: "ping" | "messages";
  /** How fast the offset grew during the job, s/s; null when it cannot be told. */
  drift?: number | null;
}

/** What is kept in run.json of the telemetry; the samples are in its file. */
export interface TelemetrySummary extends GpuSummary {
  /** "plugin", "nvidia-smi" or "ssh:DEST". */
  source: string;
  /** Path within the Run folder, "telemetry.csv". */
  file: string;
}

/**
 * One measured generation. `run.json` holds it without `dir`. A file of schema kgen.run/1 is read
 * too and completed: way "previews", no jobs, clock, calls or telemetry.
 */
export interface Run {
  schema: "kgen.run/2";
  id: string;
  status: "complete" | "partial" | "failed" | "interrupted";
  error?: { name: string; code: string | null; message: string; node: string | null };
  /** ISO 8601, at submission. */
  created: string;
  /** How the evaluations were taken. */
  way: Way;
  /** Every job that was queued, in order. */
  jobs: Job[];
  variant: Variant;
  /** File name of the diffusion model; "" when the graph does not say, as for the texts below. */
  model: string;
  /** What was changed so that the embedded host can run it, "NODE.INPUT: from -> to". */
  adapted: string[];
  notes: string[];
  prompt: string;
  /** Null when the workflow has no negative text. */
  negative: string | null;
  /** Settings of the sampler. A number the graph does not say is 0 (batch and cfg: 1), with a warning. */
  seed: number;
  width: number;
  height: number;
  batch: number;
  steps: number;
  cfg: number;
  sampler: string;
  scheduler: string;
  /** Evaluations of the denoiser in all. */
  nfe: number;
  evaluations: Evaluation[];
  /** Path within the Run folder of the picture the job saved. */
  final: string | null;
  times: Times;
  phases: Phase[];
  /** Cold when a loader node ran in this job. */
  start: "cold" | "warm";
  host: HostInfo;
  versions: Record<string, string>;
  workflow: { name: string; sha256: string; graph: Graph };
  previewMethod: "latent2rgb" | "taesd" | "none";
  /** Null when nothing tells. */
  clock: ClockOffset | null;
  /** "calls.csv", every forward of the network as the plugin saw it; else null. */
  calls: string | null;
  telemetry: TelemetrySummary | null;
  warnings: string[];
  /** Folder of the Run, absolute. Set when it is opened or captured, never stored. */
  dir?: string;
}
