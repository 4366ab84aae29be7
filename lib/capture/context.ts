import type { Host, Settings } from "@kgen/comfy";
import type { RunFolder } from "./folder.ts";
import type { ProgressReporter } from "./progress.ts";
import type { Run } from "./run.ts";

/** What the parts of a capture share. */
export interface Context {
  host: Host;
  run: Run;
  folder: RunFolder;
  settings: Settings;
  progress: ProgressReporter;
  warnings: string[];
  /** ms of silence after which the host is asked. */
  quiet: number;
  /** Ends what runs. */
  stop: AbortSignal;
  /** performance.now() at the submission of the job that is timed, ms. */
  t0: number;
}
