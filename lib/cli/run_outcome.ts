import process from "node:process";
import type { Run } from "@kgen/capture";
import { kNfe, type Rate } from "@kgen/kinetics";
import { textTable } from "@kgen/tables";
import { attempt, rateRow, type Rates, ratesOf } from "./rates.ts";

/** The runs that came to an end, and what kept the others from it. */
export interface Ended {
  runs: Run[];
  /** Ctrl-C came before all were through. */
  interrupted: boolean;
  /** What the run failed of that ended the command. */
  error: (Error & { run?: Run }) | null;
}

const WAYS = {
  previews: "previews and progress_state",
  prefix: "progress_state; frames by prefix runs",
  plugin: "the plugin on the host",
};

/** Why a run that succeeded measured nothing; null when it evaluated something. */
export function emptyWord(run: Run): string | null {
  if (run.nfe > 0 || run.evaluations.length > 0) return null;
  return run.status === "complete"
    ? "nothing was evaluated: the host had this very job in its cache. Take another seed, or restart the host"
    : "no evaluation was seen";
}

/** Prints all that is there, as a table or as JSON; returns the exit code. */
export async function printOutcome(name: string, ended: Ended, json: boolean): Promise<number> {
  const { runs, interrupted, error } = ended;
  const rates: Rates[] = [];
  for (const run of runs) rates.push(await ratesOf(run));
  const counted = runs.filter((r) => emptyWord(r) === null);
  const without: string[] = [];
  const mean = counted.length > 1 ? attempt(without, () => kNfe(counted, "sampling")) : null;
  if (json) printJson(ended, rates, mean);
  else if (runs.length) printText(name, runs, rates, mean, counted.length, without);
  for (const run of runs) {
    const word = emptyWord(run);
    if (word) console.error(`kgen: seed ${run.seed}: ${word}`);
  }
  if (interrupted) console.error(`kgen: interrupted; ${kept(runs, error)}`);
  else if (error) console.error(`kgen: ${error.message}`);
  if (interrupted) return 130;
  return error || counted.length < runs.length ? 1 : 0;
}

function kept(runs: Run[], error: Ended["error"]): string {
  const partial = error?.run?.dir ? ` The run that was stopped is in ${error.run.dir}` : "";
  return `${runs.length} finished, and kept.${partial}`;
}

function printJson({ runs, interrupted, error }: Ended, rates: Rates[], mean: Rate | null): void {
  const result = runs.map((r, i) => {
    const { rows: _, ...figures } = rates[i];
    const { id: run, dir: folder, seed, nfe, way, warnings, notes } = r;
    const host = { url: r.host.url, kind: r.host.kind, device: r.host.gpu ?? r.host.device };
    const empty = emptyWord(r);
    return {
      ...{ run, folder, seed, nfe, way, host, warnings, notes },
      ...figures,
      ...empty ? { empty } : {},
    };
  });
  const ending = interrupted ? { interrupted } : error ? { error: error.message } : {};
  const stopped = error?.run?.dir ? { stopped: error.run.dir } : {};
  const all = { runs: result, overRuns: mean, ...ending, ...stopped };
  process.stdout.write(JSON.stringify(all, null, 2) + "\n");
}

function printText(
  name: string,
  runs: Run[],
  rates: Rates[],
  mean: Rate | null,
  counted: number,
  without: string[],
): void {
  const [first] = runs;
  console.log(`${name} on ${first.host.url} (${first.host.gpu ?? first.host.device})`);
  console.log(`prompt: ${first.prompt}`);
  console.log(`evaluations by: ${WAYS[first.way]}\n`);
  console.log(textTable(runs.map((r, i) => rateRow(r, rates[i]))));
  if (mean) console.log(`over ${counted} runs: ${mean}`);
  for (const sentence of without) console.log(`not computed over the runs: ${sentence}`);
  rates.forEach(({ fits, why }, i) => {
    console.log(`\nseed ${runs[i].seed}: ${runs[i].dir}`);
    if (fits) console.log(fits.verdict);
    const empty = emptyWord(runs[i]);
    for (const sentence of empty ? [empty] : why) console.log(`not computed: ${sentence}`);
  });
}
