import { availableParallelism } from "node:os";
import process from "node:process";
import { parseArgs } from "node:util";
import { projectRoot } from "@kgen/notebook";
import { type Command, UsageError } from "./command.ts";
import { interruption } from "./interrupt.ts";
import { inLanes } from "./test_lanes.ts";
import {
  executeAll,
  type NotebookCheck,
  notebookChecks,
  type NotebookResult,
} from "./test_notebooks.ts";
import { ALONE, type Part, parts } from "./test_parts.ts";
import { single, tablesIn, type Tally } from "./test_tally.ts";

export const command: Command = {
  help: `
./kgen test [--only NAME]

Runs every check: format, lint, types (notebook cells too), the tests in tests/, the examples in doc comments, and
the notebooks under both kernels; two at a time where there are two cores, and what measures times alone. The last
line is "N passed, N failed".
  --only NAME   only the parts and test files whose name contains NAME, such as fmt, stats, nano/samplers, notebooks
COMFY_URL names a real ComfyUI to run the comparison with it as well.
`,
  run,
};

/** Parts that run at the same time. Not more on a larger machine: each embedded host takes up to four cores. */
const LANES = Math.min(2, availableParallelism());

/** The notebooks: all start when the first is asked for, when nothing else runs any more. */
function notebookParts(
  checks: NotebookCheck[],
  root: string,
  signal: AbortSignal,
): Part[] {
  let running: Promise<NotebookResult>[] | undefined;
  return checks.map(({ name }, i) => [name, async () => {
    running ??= executeAll(checks, root, signal);
    const { problems, seconds } = await running[i];
    return { ...single({ code: problems.length, output: problems.join("\n"), seconds }), seconds };
  }]);
}

/** A part that also tells its time, from its start and not from when its turn to be printed came. */
function timed(work: () => Promise<Tally>): () => Promise<Tally> {
  return async () => {
    const began = performance.now();
    const tally = await work();
    return { ...tally, seconds: tally.seconds ?? (performance.now() - began) / 1000 };
  };
}

async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { only: { type: "string" } } });
  const root = projectRoot();
  const signal = interruption();
  const wanted = (name: string) => !values.only || name.includes(values.only);
  const checks = notebookChecks(root).filter(({ name }) => wanted(name));
  const all = parts(root, signal).filter(([name]) => wanted(name));
  const together = all.filter(([name]) => !ALONE.includes(name));
  const alone = all.filter(([name]) => ALONE.includes(name));
  const chosen = [...together, ...alone, ...notebookParts(checks, root, signal)];
  if (chosen.length === 0) throw new UsageError(`nothing to run is called "${values.only}"`);
  // Embedded hosts of two lanes have the same cores.
  if (LANES > 1) process.env.KGEN_SHARED_CORES ??= "1";
  const running = inLanes(together.map(([, work]) => timed(work)), LANES, signal);
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const [i, [name, work]] of chosen.entries()) {
    let tally: Tally;
    try {
      // What runs alone is started here, when all before it has ended.
      tally = await (running[i] ?? timed(work)());
    } catch (error) {
      if (signal.aborted) throw error;
      tally = { passed: 0, failed: 1, skipped: [], detail: (error as Error).message };
    }
    const seconds = (tally.seconds ?? 0).toFixed(1);
    const verdict = tally.failed ? `FAILED ${tally.failed}` : "ok";
    console.log(`${verdict.padEnd(10)} ${name} (${tally.passed} passed, ${seconds} s)`);
    for (const why of tally.skipped) console.log(`           skipped: ${why}`);
    // What only needs installing must not be passed over where everything is meant to be there.
    const missing = process.env.CI
      ? tally.skipped.filter((why) => why.includes("not installed"))
      : [];
    if (missing.length) console.log(`           FAILED: in CI nothing installable may be missing`);
    // Some tests print a table of what they found: a reader who asks for one test wants to see it.
    const table = values.only && !tally.failed ? tablesIn(tally.detail) : "";
    if (table) console.log(table);
    if (tally.failed) console.log(tally.detail.trimEnd().replace(/^/gm, "    | "));
    sum.passed += tally.passed;
    sum.failed += tally.failed + missing.length;
    sum.skipped += tally.skipped.length;
  }
  console.log(
    `${sum.passed} passed, ${sum.failed} failed` + (sum.skipped ? `, ${sum.skipped} skipped` : ""),
  );
  return sum.failed ? 1 : 0;
}
