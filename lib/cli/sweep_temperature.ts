import process from "node:process";
import { parseArgs } from "node:util";
import { openTelemetry } from "@kgen/capture";
import { openHost } from "@kgen/notebook";
import {
  makePlan,
  type Plan,
  SweepError,
  SweepFolder,
  sweepTemperature,
  type TemperatureResult,
} from "@kgen/sweep";
import { type Command, wholeNumber } from "./command.ts";
import { interrupted, interruption } from "./interrupt.ts";
import { ladderOf, onLadder } from "./sweep_ladder.ts";
import { writeArrhenius } from "./sweep_arrhenius.ts";
import { datasetOf } from "./sweep_dataset.ts";
import { sweepFolderName } from "./sweep_folder_name.ts";
import { positive } from "./positive.ts";
import { heatProgress } from "./sweep_heat.ts";
import { modelFiles } from "./sweep_options.ts";

export const command: Command = {
  help: `
./kgen sweep temperature --host URL [OPTIONS]

Runs one workflow at many temperatures of the GPU: load from cold on until the card warms no more, then idling and load in
turn until every bin of temperature holds enough runs. The temperature of a run is the mean of the 2 s before it. Leaves a data
set and a table of Arrhenius fits. The same command again, with the same --out, goes on and keeps what is there.
  --workflow NAME|FILE  (default zimage-turbo-speed-test)
  --prompt TEXT  --steps N  --width N  --height N  --batch N  --models CLASS=FILE
  --from C  --to C     fill bins between these (default: what the card reaches)
  --bin C              width of a bin (default 2)          --per-bin N     runs in each (default 8)
  --max-minutes M      (default 60)                        --max-runs N    (default 500)
  --limit C            no load on a card as hot as this (default 85)
  --plateau-minutes M  load is held until it warms by less than 1 C in M minutes (default 3, at most 1/8 of the time)
  --give-up-minutes M  of idling or load after which a bin is given up (default 4)
  --power-ladder A,B   W: everything once at each power limit; gives back what it found, also after Ctrl-C. Needs root
  --clock-ladder A,B   MHz: the same with the SM clock. Restoring resets the SM clocks to default: a lock set by somebody
                       else is lost, nvidia-smi does not report it
  --ladder-on ssh:DEST the computer with the GPU, when it is not this one      --gpu N   its index (default 0)
  --host URL           the ComfyUI host                    --out DIR       (default out/sweeps/temperature-HOST)
  --other-host         go on in a folder with runs of another host
  --telemetry SOURCE   auto (default), plugin, nvidia-smi or ssh:DEST
  --way auto|previews|prefix|plugin  --previews METHOD     how to capture; frames are not kept
  --patience S         s to wait for a host that has gone (default 600)
  --json               the result as JSON on standard output, and nothing else there
`,
  run,
};

const OPTIONS = {
  workflow: { type: "string" },
  prompt: { type: "string" },
  steps: { type: "string" },
  width: { type: "string" },
  height: { type: "string" },
  batch: { type: "string" },
  models: { type: "string", multiple: true },
  from: { type: "string" },
  to: { type: "string" },
  bin: { type: "string" },
  "per-bin": { type: "string" },
  "max-minutes": { type: "string" },
  "max-runs": { type: "string" },
  limit: { type: "string" },
  "plateau-minutes": { type: "string" },
  "give-up-minutes": { type: "string" },
  "power-ladder": { type: "string" },
  "clock-ladder": { type: "string" },
  "ladder-on": { type: "string" },
  gpu: { type: "string" },
  host: { type: "string" },
  out: { type: "string" },
  telemetry: { type: "string" },
  way: { type: "string" },
  previews: { type: "string" },
  "other-host": { type: "boolean" },
  patience: { type: "string" },
  json: { type: "boolean" },
} as const;

type Values = ReturnType<typeof parse>;
const parse = (args: string[]) => parseArgs({ args, options: OPTIONS }).values;

async function run(args: string[]): Promise<number> {
  const v = parse(args);
  const plan = planOf(v);
  const rungs = ladderOf(v["power-ladder"], v["clock-ladder"]);
  const limits = {
    from: positive("from", v.from),
    to: positive("to", v.to),
    width: positive("bin", v.bin),
    perBin: wholeNumber("per-bin", v["per-bin"], 1),
    maxMinutes: positive("max-minutes", v["max-minutes"]) ?? 60,
    maxRuns: wholeNumber("max-runs", v["max-runs"], 1),
    limit: positive("limit", v.limit),
    plateauMinutes: positive("plateau-minutes", v["plateau-minutes"]),
    giveUpMinutes: positive("give-up-minutes", v["give-up-minutes"]),
    patience: wholeNumber("patience", v.patience, 0),
    otherHost: v["other-host"],
  };
  const signal = interruption();
  const dir = v.out ?? sweepFolderName("temperature", v.host);
  const folder = new SweepFolder(dir);
  const release = folder.take();
  try {
    await using host = await openHost(v.host);
    await using telemetry = await openTelemetry(host, v.telemetry ?? "auto", { signal });
    folder.keepPlan(plan);
    console.error(`kgen: ${dir}`);
    console.error(`kgen: telemetry: ${telemetry.word || telemetry.source}`);
    const results: (TemperatureResult & { setting: string })[] = [];
    const sweep = async (setting: string, minutes: number) => {
      const heat = heatProgress();
      try {
        const options = { ...limits, maxMinutes: minutes, setting, signal, telemetry };
        const found = await sweepTemperature(host, plan, folder, { ...options, ...heat });
        results.push({ setting, ...found });
        heat.end();
        console.error(`kgen: ${setting || "sweep"}: ${found.ending}, ${found.runs} runs`);
      } finally {
        heat.end();
      }
    };
    try {
      if (rungs === null) await sweep("", limits.maxMinutes);
      else {
        const where = v["ladder-on"] ?? (v.telemetry?.startsWith("ssh:") ? v.telemetry : "");
        const gpu = wholeNumber("gpu", v.gpu, 0) ?? 0;
        const share = limits.maxMinutes / rungs.values.length;
        await onLadder(rungs, dir, { where, gpu, signal }, (setting) => sweep(setting, share));
      }
    } catch (error) {
      await report(dir).catch(() => {});
      if (!(error instanceof SweepError)) throw error;
      throw new Error(`${error.message}\n      everything finished is kept in ${dir}`);
    }
    const table = await report(dir);
    if (v.json) process.stdout.write(JSON.stringify({ dir, results }, null, 2) + "\n");
    else console.log(`${table}\n${dir}: runs.csv, evaluations.csv, telemetry.csv, arrhenius.md`);
    if (interrupted()) {
      console.error("kgen: interrupted; everything finished is kept. The same command goes on");
      return 130;
    }
    return results.some((r) => r.ending === "telemetry fell silent") ? 1 : 0;
  } finally {
    release();
  }
}

/** The data set and the Arrhenius table, from what is in the folder. */
async function report(dir: string): Promise<string> {
  return writeArrhenius(dir, (await datasetOf(dir)).runs);
}

function planOf(v: Values): Plan {
  const number = (name: "steps" | "width" | "height" | "batch") => wholeNumber(name, v[name], 1);
  const changes = {
    prompt: v.prompt,
    steps: number("steps"),
    width: number("width"),
    height: number("height"),
    batch: number("batch"),
    models: modelFiles(v.models),
  };
  const plan = makePlan(
    {
      name: "temperature",
      workflow: v.workflow ?? "zimage-turbo-speed-test",
      group: "heat",
      repeats: 1,
      changes: JSON.parse(JSON.stringify(changes)),
      capture: JSON.parse(JSON.stringify({ way: v.way, previewMethod: v.previews })),
    },
    undefined,
    "The command line",
  );
  return { ...plan, kind: "temperature" };
}
