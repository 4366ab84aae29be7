import { join, relative, resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { openHost, projectRoot } from "@kgen/notebook";
import { writeCards } from "./bench_nano_card.ts";
import { editCases, editSources, promptCases } from "./bench_nano_cases.ts";
import { editChanges } from "./bench_nano_draw.ts";
import { markdown } from "./bench_nano_markdown.ts";
import { measured } from "./bench_nano_measured.ts";
import { type Bench, makePictures } from "./bench_nano_pictures.ts";
import { SAMPLES, samples } from "./bench_nano_sample_sheet.ts";
import { weightsHash } from "./bench_nano_store.ts";
import { takeTimes, type TimedJob } from "./bench_nano_times.ts";
import { type Variant, variantList, variantSettings, variantsOn } from "./bench_nano_variants.ts";
import { wholeNumber } from "./command.ts";
import { interruption } from "./interrupt.ts";
import { takeFolder } from "./output_folder.ts";
import { writeWhole } from "./write_file.ts";

const DEFAULT_PROMPTS = 30, DEFAULT_EDITS = 7;
const ALL_PROMPTS = 500, ALL_EDITS = 40;
const OURS = ["pictures", "results.json", "results.csv", "results.md", "verdicts.csv", "edits.csv"];

export const help = `
./kgen bench nano [OPTIONS]

What the models of data/nano draw and how fast: held-out prompts and edits in English and Chinese on the embedded host, looked at by the
checker, as one table. By default some ten minutes on two idle cores; with --full an hour and a quarter. Nothing else should run.
  --prompts N       of the 500 prompts, evenly spread (default ${DEFAULT_PROMPTS}); each is drawn in both languages;
                    Base in 8 bits draws at most 100 of them
  --edits N         of the 40 cases of each of the seven kinds of edit (default ${DEFAULT_EDITS})
  --full            all prompts, all edits, more timed runs
  --variants LIST   of turbo,base,edit,int8 (default: all that the host has)
  --settings LIST   such as base.cfg=2.5,edit.steps=20
  --out DIR         pictures and results (default out/bench-nano); pictures that are there are not made again
  --card            also write the table into data/nano/README.md and README.zh.md, between their markers
  --samples         also write ${SAMPLES} uncurated samples of each variant to data/nano/samples
  --package DIR     where cards and samples are written (default data/nano)
  --host URL        another host that has these models (default: the embedded host)
  --no-times        leave the rates and seconds out
Ctrl-C keeps the pictures that are made; the same command goes on with the rest. The exit code is 1 when a required figure is missed.
`;

const OPTIONS = {
  prompts: { type: "string" },
  edits: { type: "string" },
  full: { type: "boolean" },
  variants: { type: "string" },
  settings: { type: "string" },
  out: { type: "string" },
  card: { type: "boolean" },
  samples: { type: "boolean" },
  package: { type: "string" },
  host: { type: "string" },
  "no-times": { type: "boolean" },
} as const;

/** The results table of the nano models. */
export async function benchNano(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const names = variantList(values.variants), settings = variantSettings(values.settings);
  const prompts = values.full
    ? ALL_PROMPTS
    : wholeNumber("prompts", values.prompts, 1, ALL_PROMPTS) ?? DEFAULT_PROMPTS;
  const edits = values.full
    ? ALL_EDITS
    : wholeNumber("edits", values.edits, 1, ALL_EDITS) ?? DEFAULT_EDITS;
  const out = values.out ? resolve(values.out) : join(projectRoot(), "out/bench-nano");
  const giveBack = takeFolder(out, OURS);
  try {
    await using host = await openHost(values.host ?? "embedded");
    const { variants, missing } = await variantsOn(host, names, settings);
    for (const { name, why } of missing) process.stderr.write(`kgen: ${name}: ${why}\n`);
    if (!variants.length) throw new Error("none of these variants can run on this host");
    const bench: Bench = {
      host,
      out,
      weights: weightsHash(),
      prompts: promptCases(prompts),
      edits: editCases(edits),
      sources: await editSources(),
      signal: interruption(),
    };
    for (const v of variants) await makePictures(bench, v);
    const rounds = values.full ? 5 : 3;
    const times = values["no-times"] ? {} : await timesOf(bench, variants, rounds);
    const report = await measured(bench, variants, times, {
      command: told(values),
      missing: missing.map(({ name, why }) => `${name}: ${why}.`),
    });
    const shown = markdown(report);
    writeWhole(join(out, "results.md"), shown);
    console.log(shown);
    const folder = values.package ? resolve(values.package) : join(projectRoot(), "data/nano");
    if (values.card) writeCards(report, folder).forEach((file) => say(`wrote ${short(file)}`));
    if (values.samples) {
      for (const v of variants) {
        say(`wrote ${short(await samples(bench, v, join(folder, "samples")))}`);
      }
    }
    say(`pictures, verdicts.csv, edits.csv, results.csv, .json and .md: ${short(out)}`);
    return report.required.some((r) => r.verdict === "missed") ? 1 : 0;
  } finally {
    giveBack();
  }
}

/** Those options that change the numbers, as they were given. */
function told(values: Record<string, string | boolean | undefined>): string {
  const shown = ["full", "prompts", "edits", "variants", "settings", "no-times"];
  return shown.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [` --${name}${value === true ? "" : ` ${value}`}`];
  }).join("");
}

const say = (text: string) => process.stderr.write(`${text}\n`);
function short(path: string): string {
  const near = relative(process.cwd(), path);
  return near.length < path.length ? near : path;
}

async function timesOf(b: Bench, variants: Variant[], rounds: number) {
  const jobs: Record<string, TimedJob> = {};
  for (const v of variants) {
    const [c] = v.name === "edit" ? b.edits.filter((e) => !e.mask) : b.prompts;
    jobs[v.name] = "kind" in c
      ? {
        workflow: v.workflow,
        changes: await editChanges(b.host, v, c, b.sources.get(c.id)!, "en", b.signal),
      }
      : { workflow: v.workflow, changes: { ...v.changes, prompt: c.en } };
  }
  return await takeTimes(b.host, jobs, { rounds, each: 3, signal: b.signal, say });
}
