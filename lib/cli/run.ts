import { existsSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { loadWorkflow, template, templates, type Workflow } from "@kgen/comfy";
import type { Run } from "@kgen/capture";
import { openHost } from "@kgen/notebook";
import { kNfe } from "@kgen/kinetics";
import { textTable } from "@kgen/tables";
import { type Command, UsageError, wholeNumber } from "./command.ts";
import { interruption } from "./interrupt.ts";
import { measure } from "./measure.ts";
import { attempt, rateRow, ratesOf } from "./rates.ts";
import { choose, RUN_OPTIONS } from "./run_options.ts";

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
  --json                 the result as JSON on standard output, and nothing else there
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

const WAYS = {
  previews: "previews and progress_state",
  prefix: "progress_state; frames by prefix runs",
  plugin: "the plugin on the host",
};

/** A template by its name, or a file. A name that is neither is answered with what there is. */
function workflowOf(name: string): Workflow {
  if (templates().includes(name)) return template(name);
  if (existsSync(name)) return loadWorkflow(name);
  throw new UsageError(
    `"${name}" is neither a template nor a file. The templates: ${templates().join(", ")}`,
  );
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: RUN_OPTIONS, allowPositionals: true });
  if (positionals.length !== 1) throw new UsageError("run takes one WORKFLOW");
  const workflow = workflowOf(positionals[0]);
  const repeats = wholeNumber("repeats", values.repeats, 1) ?? 1;
  const seed = wholeNumber("seed", values.seed, 0);
  const chosen = choose(values);

  await using host = await openHost(values.host);
  const runs: Run[] = [];
  for (let i = 0; i < repeats; i++) {
    runs.push(
      await measure(host, workflow, {
        ...chosen,
        seed: seed === undefined ? undefined : seed + i,
        signal: interruption(),
      }),
    );
  }
  const rates = await Promise.all(runs.map(ratesOf));
  const without: string[] = [];
  const mean = runs.length > 1 ? attempt(without, () => kNfe(runs, "sampling")) : null;
  if (values.json) {
    const result = runs.map((r, i) => {
      const { rows: _, ...figures } = rates[i];
      return { run: r.id, folder: r.dir, seed: r.seed, nfe: r.nfe, ...figures };
    });
    process.stdout.write(JSON.stringify({ runs: result, overRuns: mean }, null, 2) + "\n");
    return 0;
  }
  const [first] = runs;
  console.log(`${workflow.name} on ${first.host.url} (${first.host.gpu ?? first.host.device})`);
  console.log(`prompt: ${first.prompt}`);
  console.log(`evaluations by: ${WAYS[first.way]}\n`);
  console.log(textTable(runs.map((r, i) => rateRow(r, rates[i]))));
  if (mean) console.log(`over ${runs.length} runs: ${mean}`);
  for (const sentence of without) console.log(`not computed over the runs: ${sentence}`);
  rates.forEach(({ fits, why }, i) => {
    console.log(`\nseed ${runs[i].seed}: ${runs[i].dir}`);
    if (fits) console.log(fits.verdict);
    for (const sentence of why) console.log(`not computed: ${sentence}`);
  });
  return 0;
}
