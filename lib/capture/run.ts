import type { Graph } from "@kgen/comfy";
import type { ClockOffset } from "./clock_offset.ts";
import type { Evaluation } from "./evaluation.ts";
import type { HostInfo } from "./host_info.ts";
import type { Phase } from "./phases.ts";
import type { TelemetrySummary } from "./telemetry/summary.ts";
import type { Times } from "./times.ts";

/** What a job of the host was made for, as far as it can be told. */
export type Variant = "turbo" | "base" | "edit" | "other";

/**
 * How the evaluations of a Run were taken: from previews and progress_state; frames from prefix runs
 * and times from a plain run; or by the plugin comfyui-kgen on the host.
 */
export type Way = "previews" | "prefix" | "plugin";

/** A job that was queued for a Run. */
export interface Job {
  promptId: string;
  /** "measure": its times count; "frames": only its pictures do; "both": one job for both. */
  purpose: "measure" | "frames" | "both";
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
