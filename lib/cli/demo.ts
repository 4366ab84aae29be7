import { rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { completeness, fitOrders } from "@kgen/kinetics";
import { convergence, type Figure, filmStrip, filmStrips, linearisedFigure } from "@kgen/figures";
import { openHost, projectRoot } from "@kgen/notebook";
import { htmlTable, textTable, writeCsv } from "@kgen/tables";
import { type Command, UsageError, wholeNumber } from "./command.ts";
import { capturesOf, editsOf, type Variant } from "./demo_captures.ts";
import { type Measured, summarise, summaryRows } from "./demo_summary.ts";
import { executeNotebook, type KernelName } from "./execute_notebook.ts";
import { interruption } from "./interrupt.ts";
import { takeFolder } from "./output_folder.ts";
import { ratesOf } from "./rates.ts";
import { report } from "./report.ts";
import { writeWhole } from "./write_file.ts";

export const command: Command = {
  help: `
./kgen demo [OPTIONS]

The whole way on this computer: three variants of a small diffusion transformer generate through ComfyUI's API (Turbo
and Base draw the prompt, Edit changes Turbo's picture), every evaluation is captured and scored, k_gen is computed
and fitted, and notebook 01 is executed on what was captured.
  --out DIR         where the results go (default out/demo): runs/, frames.csv, summary.json, figures/,
                    01-generation-rate.ipynb and report.html
  --prompt TEXT     what to draw (default: cherry blossom left, Japanese castle right, in Chinese)
  --instruction T   how Edit changes Turbo's picture (default: turn the background green, in Chinese)
  --seed N          the noise of the first run; the others take the seeds that follow (default 7)
  --repeats N       runs of Turbo, the first with its frames shown (default 6); Base half as often, Edit once
  --kernel NAME     deno (default) or tslab
  --host URL        another ComfyUI host (default: the embedded host, whatever KGEN_HOST says)
`,
  run,
};

/** Cherry blossom on the left, a Japanese castle on the right, blue background: words that the small model knows. */
const PROMPT = "左边是樱花,右边是日本城堡,蓝色背景";
/** Turn the background green: works on whatever was drawn. */
const INSTRUCTION = "把背景改成绿色";
const NOTEBOOK = "01-generation-rate.ipynb";
const OURS = ["summary.json", "runs", "frames.csv", "report.html", "figures", NOTEBOOK];

async function writeFigures(folder: string, name: string, { runs, rates }: Measured) {
  const I = completeness(rates.rows, "rmse");
  writeWhole(join(folder, `${name}-film-strip.svg`), (await filmStrip(runs[0])).svg);
  writeWhole(join(folder, `${name}-convergence.svg`), convergence(I, fitOrders(I)).svg);
  writeWhole(join(folder, `${name}-linearised.svg`), linearisedFigure(I).svg);
}

async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      out: { type: "string" },
      prompt: { type: "string", default: PROMPT },
      instruction: { type: "string", default: INSTRUCTION },
      seed: { type: "string", default: "7" },
      repeats: { type: "string", default: "6" },
      kernel: { type: "string", default: "deno" },
      host: { type: "string" },
    },
  });
  if (values.kernel !== "deno" && values.kernel !== "tslab") {
    throw new UsageError(`--kernel takes deno or tslab; given "${values.kernel}"`);
  }
  const kernel: KernelName = values.kernel;
  const seed = wholeNumber("seed", values.seed, 0)!;
  const repeats = wholeNumber("repeats", values.repeats, 1, 1000)!;
  const out = values.out ? resolve(values.out) : join(projectRoot(), "out/demo");
  // "On this computer" is what the demo promises: a host that was exported for measuring must not change it.
  if (values.host === undefined && (process.env.KGEN_HOST || "embedded") !== "embedded") {
    console.error(
      "kgen: the demo uses the embedded host and not the one in KGEN_HOST; for that one add --host $KGEN_HOST",
    );
  }
  const began = performance.now();
  const giveBack = takeFolder(out, OURS);
  try {
    // What stands for the whole goes first and comes last: an interrupted demo must not look like an older one.
    for (const name of ["summary.json", "report.html"]) rmSync(join(out, name), { force: true });
    const runsFolder = join(out, "runs");
    const common = { out: runsFolder, prompt: values.prompt, seed };
    await using host = await openHost(values.host ?? "embedded");
    const fewer = Math.min(repeats, Math.max(3, Math.ceil(repeats / 2)));
    const turboRuns = await capturesOf(host, "turbo", repeats, common);
    const baseRuns = await capturesOf(host, "base", fewer, common);
    const { instruction } = values;
    const editRuns = await editsOf(host, turboRuns[0], { ...common, prompt: instruction });
    // The host's cores are the notebook's from here on.
    await host.close();
    const turbo = { runs: turboRuns, rates: await ratesOf(turboRuns[0]) };
    const base = { runs: baseRuns, rates: await ratesOf(baseRuns[0]) };
    const edit = editRuns.length ? { runs: editRuns, rates: await ratesOf(editRuns[0]) } : null;
    const why = edit ? [] : [`${host.url} has no weights of Z-Image-Edit: Edit is left out.`];
    for (const line of why) console.error(`kgen: ${line}`);

    const measured = Object.entries({ turbo, base, edit }).filter(([, m]) => m) as [
      Variant,
      Measured,
    ][];
    await writeCsv(measured.flatMap(([, m]) => m.rates.rows), join(out, "frames.csv"));
    const figures = join(out, "figures");
    for (const [name, m] of measured) await writeFigures(figures, name, m);
    const strips = await filmStrips(measured.map(([, m]) => m.runs[0]), {
      title: "The variants beside each other",
    });
    writeWhole(join(figures, "film-strips.svg"), strips.svg);
    const summary = summarise({ turbo, base, edit, why });
    const rows = summaryRows(summary);
    process.stderr.write(`executing notebook 01 under the ${kernel} kernel ...\n`);
    const executed = join(out, NOTEBOOK);
    await executeNotebook(join(projectRoot(), "notebooks", NOTEBOOK), executed, {
      kernel,
      parameters: {
        prompt: values.prompt,
        seed,
        turboRun: turboRuns[0].dir!,
        baseRun: baseRuns[0].dir!,
        instruction,
        editRun: editRuns[0]?.dir ?? "none",
      },
      env: { KGEN_HOST: values.host ?? "" },
      signal: interruption(),
    });
    await report(
      executed,
      join(out, "report.html"),
      heading(rows, summary.notes, strips),
      interruption(),
    );
    writeWhole(join(out, "summary.json"), JSON.stringify(summary, null, 2) + "\n");

    console.log(textTable(rows));
    for (const note of summary.notes) console.log(note);
    console.log(`report:  ${shortest(join(out, "report.html"))}`);
    console.log(
      `numbers: ${shortest(join(out, "summary.json"))}, ${shortest(join(out, "frames.csv"))}`,
    );
    console.log(`done in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return 0;
  } finally {
    giveBack();
  }
}

function heading(rows: Record<string, unknown>[], notes: string[], { svg }: Figure): string {
  const said = notes.map((note) => `<p>${note}</p>`).join("");
  const figure = `<div class="jp-RenderedSVG">${svg}</div>`;
  const inside = `<h1>kgen demo</h1>${htmlTable(rows)}${figure}${said}`;
  return `<section style="padding:1em 3em">${inside}</section>`;
}

function shortest(path: string): string {
  const short = relative(process.cwd(), path);
  return short.length < path.length ? short : path;
}
