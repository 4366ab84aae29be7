import process from "node:process";
import { openTelemetry } from "@kgen/capture";
import type { Host } from "@kgen/comfy";
import { openHost } from "@kgen/notebook";
import { localExecutor, type Plan, SweepError, SweepFolder } from "@kgen/sweep";
import { wholeNumber } from "./command.ts";
import { interrupted, interruption } from "./interrupt.ts";
import { datasetOf } from "./sweep_dataset.ts";
import { goOnCommand } from "./sweep_go_on.ts";
import { wordOnPreviews } from "./sweep_previews.ts";
import { sweepProgress } from "./sweep_progress.ts";

/** Options that say where and how a plan is carried out. */
export const RUN_OPTIONS = {
  options: {
    host: { type: "string" },
    out: { type: "string" },
    telemetry: { type: "string" },
    patience: { type: "string" },
    "retry-failed": { type: "boolean" },
    "other-host": { type: "boolean" },
    "dry-run": { type: "boolean" },
    json: { type: "boolean" },
  },
  help: `
  --host URL|embedded  the ComfyUI host (default: KGEN_HOST, else embedded)
  --out DIR            folder of the sweep (default out/sweeps/NAME-HASH-HOST)
  --telemetry SOURCE   auto (default), plugin, nvidia-smi, ssh:DEST or none
  --patience S         s to wait for a host that has gone, before stopping (default 600)
  --retry-failed       run cells again that are recorded as failed
  --other-host         go on in a folder with runs of another host or GPU
  --dry-run            only print the plan
  --json               the tally as JSON on standard output, and nothing else there
`.replace(/^\n|\n$/g, ""),
} as const;

/** Values of these options. */
export interface RunValues {
  host?: string;
  telemetry?: string;
  patience?: string;
  "retry-failed"?: boolean;
  "other-host"?: boolean;
  json?: boolean;
}

/** Carries a plan out in a folder, shows how it goes, and leaves the data set. */
export async function carryOut(plan: Plan, dir: string, v: RunValues): Promise<number> {
  const signal = interruption();
  const patience = wholeNumber("patience", v.patience, 0);
  const folder = new SweepFolder(dir);
  const release = folder.take();
  const resume = goOnCommand(dir, v.host);
  try {
    folder.keepPlan(plan);
    await using host = await openHost(v.host);
    await using telemetry = await openTelemetry(host, v.telemetry ?? "auto", { signal });
    console.error(`kgen: ${dir}`);
    console.error(`kgen: telemetry: ${telemetry.word || telemetry.source}`);
    await checkWays(host, plan);
    const progress = sweepProgress();
    let tally;
    try {
      tally = await localExecutor(host).execute(plan, folder, {
        signal,
        telemetry,
        patience,
        retryFailed: v["retry-failed"],
        otherHost: v["other-host"],
        onEvent: progress.event,
      });
    } catch (error) {
      if (!(error instanceof SweepError)) throw error;
      progress.end();
      // On a full disk this may fail too; the Run folders are what counts.
      await datasetOf(dir).catch(() => {});
      throw new Error(`${error.message}\n      everything finished is kept; go on with: ${resume}`);
    }
    progress.end();
    const { rows, unreadable } = await datasetOf(dir);
    for (const { error } of unreadable) console.error(`kgen: ${error}`);
    if (v.json) process.stdout.write(JSON.stringify({ dir, ...tally, rows }, null, 2) + "\n");
    else {
      const { total, done, failed } = tally;
      console.log(`${done} of ${total} cells done${failed ? `, ${failed} failed` : ""}`);
      console.log(
        `${dir}: runs.csv (${rows.runs}), evaluations.csv (${rows.evaluations}), telemetry.csv (${rows.telemetry})`,
      );
      if (failed) console.log(`why they failed: ./kgen sweep status ${dir}`);
    }
    if (tally.interrupted || interrupted()) {
      console.error(`kgen: interrupted; everything finished is kept. Go on with: ${resume}`);
      return 130;
    }
    return tally.failed > 0 ? 1 : 0;
  } finally {
    release();
  }
}

/** Says before hours are spent what the host lacks for the times that are asked for. */
async function checkWays(host: Host, plan: Plan): Promise<void> {
  if (host.kind === "embedded") return;
  const there = "KgenModel" in await host.objectInfo("KgenModel");
  if (there) return;
  const asked = plan.cells.find((c) => c.capture.way === "plugin");
  if (asked) {
    throw new Error(
      `"${asked.tag}" asks for way plugin, and ${host.url} does not have it. ` +
        "Copy workflows/comfyui-kgen into its custom_nodes folder and restart it.",
    );
  }
  const word = wordOnPreviews(plan);
  if (word) {
    console.error(
      `kgen: ${host.url} does not have the plugin: ${word}. Install workflows/comfyui-kgen there.`,
    );
  }
}
