import { existsSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { type Changes, loadWorkflow, template, templates, type Workflow } from "@kgen/comfy";
import type { Run } from "@kgen/capture";
import { openHost } from "@kgen/notebook";
import { kNfe } from "@kgen/kinetics";
import { textTable } from "@kgen/tables";
import { type Command, UsageError, wholeNumber } from "./command.ts";
import { interruption } from "./interrupt.ts";
import { measure } from "./measure.ts";
import { attempt, rateRow, ratesOf } from "./rates.ts";

export const command: Command = {
  help: `
./kgen run WORKFLOW [OPTIONS]

One measurement: generates, captures every evaluation with its frame, scores, fits, and leaves a Run folder.
WORKFLOW is the name of a template (${templates().join(", ")})
or a workflow file in API form (ComfyUI: Workflow > Export (API)).
  --host URL|embedded    the ComfyUI host (default: KGEN_HOST, else embedded)
  --prompt TEXT          what to draw            --negative TEXT   what not to draw
  --seed N               the noise to start from (default: a new one, recorded)
  --steps N              sampler steps           --cfg X           guidance
  --width N --height N   size in pixels          --batch N         pictures at a time
  --set NODE.INPUT=VALUE any input of the workflow, such as 3.sampler_name=euler; may be repeated
  --repeats N            N runs with the seeds that follow (default 1)
  --previews METHOD      latent2rgb (default), taesd or none
  --out DIR              folder for the Runs (default out/runs)
  --json                 the result as JSON on standard output, and nothing else there
`,
  run,
};

const OPTIONS = {
  host: { type: "string" },
  prompt: { type: "string" },
  negative: { type: "string" },
  seed: { type: "string" },
  steps: { type: "string" },
  cfg: { type: "string" },
  width: { type: "string" },
  height: { type: "string" },
  batch: { type: "string" },
  set: { type: "string", multiple: true },
  repeats: { type: "string" },
  previews: { type: "string" },
  out: { type: "string" },
  json: { type: "boolean" },
} as const;

/** A template by its name, or a file. A name that is neither is answered with what there is. */
function workflowOf(name: string): Workflow {
  if (templates().includes(name)) return template(name);
  if (existsSync(name)) return loadWorkflow(name);
  throw new UsageError(
    `"${name}" is neither a template nor a file. The templates: ${templates().join(", ")}`,
  );
}

/** "3.cfg=4" as a change; the value is read as JSON when it is JSON, else as text. */
function parseSet(texts: string[]): Record<string, unknown> {
  return Object.fromEntries(texts.map((text) => {
    const found = text.match(/^([^.=]+\.[^=]+)=(.*)$/s);
    if (!found) throw new UsageError(`--set takes NODE.INPUT=VALUE; given "${text}"`);
    try {
      return [found[1], JSON.parse(found[2])];
    } catch {
      return [found[1], found[2]];
    }
  }));
}

function decimal(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) {
    throw new UsageError(`--${name} takes a number; given "${text}"`);
  }
  return value;
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (positionals.length !== 1) throw new UsageError("run takes one WORKFLOW");
  const workflow = workflowOf(positionals[0]);
  const repeats = wholeNumber("repeats", values.repeats, 1) ?? 1;
  const seed = wholeNumber("seed", values.seed, 0);
  const changes: Changes = {
    prompt: values.prompt,
    negative: values.negative,
    steps: wholeNumber("steps", values.steps, 1, 10_000),
    cfg: decimal("cfg", values.cfg),
    width: wholeNumber("width", values.width, 1),
    height: wholeNumber("height", values.height, 1),
    batch: wholeNumber("batch", values.batch, 1),
    set: parseSet(values.set ?? []),
  };
  const previews = values.previews ?? "latent2rgb";
  if (previews !== "latent2rgb" && previews !== "taesd" && previews !== "none") {
    throw new UsageError(`--previews takes latent2rgb, taesd or none; given "${previews}"`);
  }

  await using host = await openHost(values.host);
  const runs: Run[] = [];
  for (let i = 0; i < repeats; i++) {
    runs.push(
      await measure(host, workflow, {
        ...changes,
        seed: seed === undefined ? undefined : seed + i,
        out: values.out,
        previewMethod: previews,
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
  console.log(`prompt: ${first.prompt}\n`);
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
