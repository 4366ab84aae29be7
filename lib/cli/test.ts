import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { projectRoot } from "@kgen/notebook";
import { bundle } from "./bundle.ts";
import { extractCells, leftovers } from "./check_cells.ts";
import { type Command, UsageError } from "./command.ts";
import { interruption } from "./interrupt.ts";
import { notebooksIn } from "./notebook_file.ts";
import { type Outcome, runProgram } from "./process.ts";
import {
  executeAll,
  type NotebookCheck,
  notebookChecks,
  type NotebookResult,
} from "./test_notebooks.ts";

export const command: Command = {
  help: `
./kgen test [--only NAME]

Runs every check: format, lint, types (notebook cells too), the tests in tests/, the examples in doc comments, and
the notebooks under both kernels. The last line is "N passed, N failed".
  --only NAME   only the parts and test files whose name contains NAME, such as fmt, stats, nano/samplers, notebooks
COMFY_URL names a real ComfyUI to run the comparison with it as well.
`,
  run,
};

/** No part takes this long; one that hangs must not hold up the others. */
const LIMIT_S = process.env.COMFY_URL ? 720 : 240;

/** What one part of the checks came to. */
interface Tally {
  passed: number;
  failed: number;
  skipped: string[];
  /** Shown only when something failed. */
  detail: string;
  /** Where it is not the time that the part was waited for. */
  seconds?: number;
}

/** A part that either holds or does not. */
function single(outcome: Outcome): Tally {
  const ok = outcome.code === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [], detail: outcome.output };
}

/** What a program printed, without the codes for colours. */
function plain(output: string): string {
  // deno-lint-ignore no-control-regex
  return output.replace(/\x1b\[[0-9;]*m/g, "");
}

/** Reads uvu's closing lines. A file that ends badly without a count has failed all the same. */
function uvu(outcome: Outcome): Tally {
  const text = plain(outcome.output);
  const sum = (word: string) =>
    [...text.matchAll(new RegExp(`^\\s*${word}:\\s+(\\d+)`, "gm"))].reduce(
      (n, m) => n + Number(m[1]),
      0,
    );
  const total = sum("Total");
  const passed = sum("Passed");
  const broken = outcome.code !== 0 && total === passed ? 1 : 0;
  const skipped = [...text.matchAll(/^\s*skipped: (?!\s*\d+$)(.*)$/gim)].map((m) => m[1]);
  // A file without a test is a mistake, unless it says why it skips them all.
  const empty = total === 0 && skipped.length === 0 ? 1 : 0;
  return {
    passed,
    failed: total - passed - sum("Skipped") + (broken || empty),
    skipped,
    detail: outcome.output,
  };
}

/** Reads the closing line of `deno test --doc`. */
function docs(outcome: Outcome): Tally {
  const counts = plain(outcome.output).match(/(\d+) passed.* \| (\d+) failed/);
  if (!counts) return single(outcome);
  return {
    passed: Number(counts[1]),
    failed: Number(counts[2]),
    skipped: [],
    detail: outcome.output,
  };
}

function testFiles(root: string): string[] {
  return (readdirSync(join(root, "tests"), { recursive: true }) as string[])
    .filter((name) => name.endsWith(".test.ts")).sort();
}

/** Every part: its name, and how to run it. */
function parts(root: string, signal: AbortSignal): [string, () => Promise<Tally>][] {
  const limits = { cwd: root, signal, seconds: LIMIT_S };
  const deno = (...args: string[]) => runProgram(process.execPath, args, limits);
  const cells = () => extractCells(join(root, "notebooks"), join(root, ".kgen/cells"));
  const list: [string, () => Promise<Tally>][] = [
    ["fmt", async () => {
      // `deno fmt --check` calls every .ipynb unformatted, the formatted ones too: the cells are checked instead.
      return single(await deno("fmt", "--check", ".", ...cells()));
    }],
    ["lint", async () => single(await deno("lint"))],
    ["check", async () => single(await deno("check", "lib", "tests", ...cells()))],
    ["clean notebooks", () => {
      const found = notebooksIn(join(root, "notebooks")).flatMap(leftovers);
      return Promise.resolve(single({ code: found.length, output: found.join("\n"), seconds: 0 }));
    }],
  ];
  for (const file of testFiles(root)) {
    list.push([
      `tests/${file}`,
      async () => uvu(await deno("run", "-A", "--quiet", join("tests", file))),
    ]);
  }
  list.push([
    "doc examples",
    async () => docs(await deno("test", "--doc", "-A", "--quiet", "lib")),
  ]);
  list.push(["bundle for tslab", async () => {
    await bundle();
    return { passed: 1, failed: 0, skipped: [], detail: "" };
  }]);
  return list;
}

/** The notebooks: all start when the first is asked for, when nothing else runs any more. */
function notebookParts(
  checks: NotebookCheck[],
  root: string,
  signal: AbortSignal,
): [string, () => Promise<Tally>][] {
  let running: Promise<NotebookResult>[] | undefined;
  return checks.map(({ name }, i) => [name, async () => {
    running ??= executeAll(checks, root, signal);
    const { problems, seconds } = await running[i];
    return { ...single({ code: problems.length, output: problems.join("\n"), seconds }), seconds };
  }]);
}

/** What a test printed beyond uvu's own lines. */
function tablesIn(output: string): string {
  const lines = plain(output).split("\n");
  return lines.filter((line) =>
    !/^\s*(Total|Passed|Skipped|Duration):|[•✘]|^\s*$|^.*Check /.test(line)
  ).join("\n");
}

async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { only: { type: "string" } } });
  const root = projectRoot();
  const signal = interruption();
  const wanted = (name: string) => !values.only || name.includes(values.only);
  const checks = notebookChecks(root).filter(({ name }) => wanted(name));
  const chosen = [
    ...parts(root, signal).filter(([name]) => wanted(name)),
    ...notebookParts(checks, root, signal),
  ];
  if (chosen.length === 0) throw new UsageError(`nothing to run is called "${values.only}"`);
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, work] of chosen) {
    const began = performance.now();
    let tally: Tally;
    try {
      tally = await work();
    } catch (error) {
      if (signal.aborted) throw error;
      tally = { passed: 0, failed: 1, skipped: [], detail: (error as Error).message };
    }
    const seconds = (tally.seconds ?? (performance.now() - began) / 1000).toFixed(1);
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
