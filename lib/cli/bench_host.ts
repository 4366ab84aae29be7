import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { capture, type Run } from "@kgen/capture";
import { type Host, loadWorkflow, settings, template, templates, type Workflow } from "@kgen/comfy";
import { openHost } from "@kgen/notebook";
import { type HostReport, hostReport, type Sampled } from "./bench_host_report.ts";
import { hostMarkdown } from "./bench_host_text.ts";
import { UsageError, wholeNumber } from "./command.ts";
import { interruption } from "./interrupt.ts";
import { modelFiles } from "./sweep_options.ts";
import { writeWhole } from "./write_file.ts";

export const help = `
./kgen bench host [--host URL] [OPTIONS]

Seconds of each node of a workflow on a host: loading, text, sampler, VAE decoding, saving; cold (after ComfyUI was told to free
its memory) and warm (new seed and new text each time). One table that can be compared between hosts and settings.
The rate k is by the plugin's clock where the host has comfyui-kgen, else by messages with previews on; the report says which.
  --host URL|embedded  the ComfyUI host (default: KGEN_HOST, else embedded)
  --workflow NAME|FILE (default zimage-turbo-speed-test)
  --steps N  --width N  --height N  --batch N  --models CLASS=FILE
  --runs N             warm runs (default 10)      --cold N    cold runs (default 2; each loads the model)
  --with A.json,B.json reports of other hosts, put beside this one
  --out FILE           also write the report there, .json or .md
  --json               the report as JSON on standard output, and nothing else there
`;

const OPTIONS = {
  host: { type: "string" },
  workflow: { type: "string" },
  steps: { type: "string" },
  width: { type: "string" },
  height: { type: "string" },
  batch: { type: "string" },
  models: { type: "string", multiple: true },
  runs: { type: "string" },
  cold: { type: "string" },
  with: { type: "string" },
  out: { type: "string" },
  json: { type: "boolean" },
} as const;

/** A table of seconds a node on one host, asked for in Comfy-Org/ComfyUI#10483. */
export async function benchHost(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const others = (values.with?.split(",") ?? []).map(readReport);
  const name = values.workflow ?? "zimage-turbo-speed-test";
  const workflow = templates().includes(name) ? template(name) : loadWorkflow(name);
  const number = (key: "steps" | "width" | "height" | "batch") => wholeNumber(key, values[key], 1);
  const changes = {
    steps: number("steps"),
    width: number("width"),
    height: number("height"),
    batch: number("batch"),
    models: modelFiles(values.models),
  };
  const warm = wholeNumber("runs", values.runs, 2) ?? 10;
  const cold = wholeNumber("cold", values.cold, 0) ?? 2;
  await using host = await openHost(values.host);
  const report = hostReport(await runsOf(host, workflow, changes, cold, warm));
  const text = hostMarkdown(report, others);
  const json = JSON.stringify(report, null, 2) + "\n";
  if (values.out) writeWhole(values.out, values.out.endsWith(".json") ? json : `${text}\n`);
  if (values.json) process.stdout.write(json);
  else console.log(text);
  return 0;
}

/** The cold runs, then one that is thrown away, then the warm ones. */
async function runsOf(
  host: Host,
  workflow: Workflow,
  changes: Record<string, unknown>,
  cold: number,
  warm: number,
): Promise<Sampled> {
  const folder = mkdtempSync(join(tmpdir(), "kgen-host-"));
  const signal = interruption();
  const prompt = settings(workflow).prompt;
  let n = 0;
  const once = async (what: string): Promise<Run> => {
    console.error(`kgen: ${what}`);
    // A text that was encoded before comes from the cache: each run has its own.
    const text = prompt === null ? {} : { prompt: `${prompt} #${++n}` };
    // The plugin's times where the host has it; else previews stay on, without which messages tell no rate.
    const how = { way: "auto", frames: false, telemetry: "none" } as const;
    return await capture(host, workflow, { ...changes, ...text, ...how, out: folder, signal });
  };
  try {
    const coldRuns: Run[] = [], warmRuns: Run[] = [];
    for (let i = 0; i < cold; i++) {
      await host.free({ models: true, memory: true });
      coldRuns.push(await once(`cold run ${i + 1} of ${cold}`));
    }
    await once("warm-up");
    for (let i = 0; i < warm; i++) warmRuns.push(await once(`warm run ${i + 1} of ${warm}`));
    return { cold: coldRuns, warm: warmRuns };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(path: string): HostReport {
  let json: HostReport;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
  if (json?.schema !== "kgen.host-report/1") {
    throw new UsageError(`${path} is no report of ./kgen bench host --json`);
  }
  return json;
}
