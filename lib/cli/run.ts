import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Host, loadWorkflow, template, templates, type Workflow } from "@kgen/comfy";
import type { Run } from "@kgen/capture";
import { openHost } from "@kgen/notebook";
import { type Command, UsageError, wholeNumber } from "./command.ts";
import { interrupted, interruption } from "./interrupt.ts";
import { measure } from "./measure.ts";
import { choose, RUN_OPTIONS } from "./run_options.ts";
import { type Ended, printOutcome } from "./run_outcome.ts";

export const command: Command = {
  help: `
./kgen run WORKFLOW [OPTIONS]

One measurement: generates, captures every evaluation with its frame, scores, fits, and leaves a Run folder.
WORKFLOW is a workflow file in API form (ComfyUI: Workflow > Export (API)), or the name of a template:
${templateLines()}
  --host URL|embedded    the ComfyUI host (default: KGEN_HOST, else embedded)
  --prompt TEXT          what to draw            --negative TEXT   what not to draw
  --seed N               the noise to start from (default: a new one, recorded)
  --steps N              sampler steps           --cfg X           guidance
  --width N --height N   size in pixels          --batch N         pictures at a time
  --sampler NAME         --scheduler NAME        --denoise X
  --lora FILE[:STRENGTH] a LoRA that the host has
  --image FILE           the picture of an img2img or edit workflow; it is sent to the host    --mask FILE
  --set NODE.INPUT=VALUE any input of the workflow, such as 3.sampler_name=euler; may be repeated
  --repeats N            N runs with the seeds that follow (default 1)
  --way WAY              auto (default), previews, prefix or plugin: how evaluations are taken. auto: the plugin
                         comfyui-kgen where the host has it, else previews
  --exact                frames must be the exact x0: by the plugin, else by prefix runs of core nodes
  --no-frames            times only
  --telemetry SOURCE     auto (default), plugin, nvidia-smi, ssh:DEST or none: temperature, power, clocks of the GPU
  --previews METHOD      latent2rgb (default; with the plugin none), taesd or none
  --out DIR              folder for the Runs (default out/runs)
  --json                 the result as JSON on standard output, and nothing else there; "error" or "interrupted" in it
                         when not all runs came to an end
Exit code 1 when a run failed or evaluated nothing (the host had it in its cache), 130 after Ctrl-C; the runs before count.
`,
  run,
};

/** The templates, as many a line as fit. */
function templateLines(): string {
  const lines = [""];
  for (const name of templates()) {
    if ((lines.at(-1) + name).length > 100) lines.push("");
    lines[lines.length - 1] += `  ${name}`;
  }
  return lines.join("\n");
}

/** A template by its name, or a file. A name that is neither is answered with what there is. */
function workflowOf(name: string): Workflow {
  if (templates().includes(name)) return template(name);
  if (existsSync(name)) return loadWorkflow(name);
  throw new UsageError(
    `"${name}" is neither a template nor a file. The templates: ${templates().join(", ")}`,
  );
}

async function run(args: string[]): Promise<number> {
  refuseNegativeSeed(args);
  const { values, positionals } = parseArgs({ args, options: RUN_OPTIONS, allowPositionals: true });
  if (positionals.length !== 1) throw new UsageError("run takes one WORKFLOW");
  const workflow = workflowOf(positionals[0]);
  const repeats = wholeNumber("repeats", values.repeats, 1) ?? 1;
  const seed = wholeNumber("seed", values.seed, 0);
  const chosen = choose(values);

  const ended = await runAll(values.host, repeats, (host, i, signal) =>
    measure(host, workflow, {
      ...chosen,
      seed: seed === undefined ? undefined : seed + i,
      signal,
    }));
  return await printOutcome(workflow.name, ended, values.json ?? false);
}

/** parseArgs takes "-1" for an option of its own, and says so in words that help nobody. */
function refuseNegativeSeed(args: string[]): void {
  const at = args.findIndex((a) => /^--seed(=|$)/.test(a));
  if (at < 0) return;
  const text = args[at].includes("=") ? args[at].slice("--seed=".length) : args[at + 1];
  if (text !== undefined && /^-\d/.test(text)) {
    throw new UsageError(`--seed takes a whole number from 0 on; given "${text}"`);
  }
}

/** One run after the other. What ends one ends all, and takes nothing from those before it. */
async function runAll(
  url: string | undefined,
  repeats: number,
  one: (host: Host, i: number, signal: AbortSignal) => Promise<Run>,
): Promise<Ended> {
  const runs: Run[] = [];
  try {
    await using host = await openHost(url);
    for (let i = 0; i < repeats; i++) runs.push(await one(host, i, interruption()));
    return { runs, interrupted: false, error: null };
  } catch (error) {
    return { runs, interrupted: interrupted(), error: error as Error };
  }
}
