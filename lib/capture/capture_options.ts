import type { Changes } from "@kgen/comfy";
import type { Files } from "./background_writer.ts";
import type { Progress } from "./progress.ts";
import type { Run, Way } from "./run.ts";
import type { Telemetry } from "./telemetry/telemetry.ts";

/** What a capture changes in the workflow, and how it is made. */
export interface CaptureOptions extends Changes {
  /** Folder in which the Run folder is made; default out/runs in the kit's folder. */
  out?: string;
  /** Name of the Run folder; default date, variant, seed and four random digits. */
  name?: string;
  onProgress?: (p: Progress) => void;
  /** Stops the job on the host and keeps what was recorded. */
  signal?: AbortSignal;
  /**
   * How the host makes previews; default latent2rgb. With the plugin none, unless it is given: previews
   * are then shown to whoever watches, and not kept.
   */
  previewMethod?: Run["previewMethod"];
  /**
   * How to take the evaluations. "auto" (default): the plugin where the host has it, else previews; with
   * `exact` and without the plugin, prefix runs.
   */
  way?: "auto" | Way;
  /** Frames must be the exact x0, decoded by the VAE, not previews of it. */
  exact?: boolean;
  /** Whether to keep frames; default true. Previews that serve as the clock stay on without them. */
  frames?: boolean;
  /**
   * Whether times and frames come from two jobs, so that making frames does not disturb the times;
   * default true. Previews come with the times in one job in any case.
   */
  separate?: boolean;
  /**
   * Telemetry of the GPU: one that is open already (it stays open), or what to open for this
   * capture: "auto" (default), "plugin", "nvidia-smi", "ssh:DEST" or "none".
   */
  telemetry?: Telemetry | string;
  /** Files of this computer to upload, in place of the names of `image` and `mask` on the host. */
  images?: { image?: string; mask?: string };
  /** Remarks to keep with the Run. */
  notes?: string[];
  /** ms of silence after which the host is asked whether the job is through; default 10000. */
  quiet?: number;
  /** File functions in place of node:fs/promises, for tests. */
  files?: Files;
}
