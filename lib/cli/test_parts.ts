import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { bundle } from "./bundle.ts";
import { extractCells, leftovers } from "./check_cells.ts";
import { extractExamples } from "./examples.ts";
import { notebooksIn } from "./notebook_file.ts";
import { type Outcome, runProgram } from "./process.ts";
import { docs, single, type Tally, uvu } from "./test_tally.ts";

/** No part takes this long; one that hangs must not hold up the others. */
const LIMIT_S = process.env.COMFY_URL ? 720 : 300;

/** These hold measured times to bounds, or need a fast host: they run after the others, with nothing beside them. */
export const ALONE = [
  "tests/capture/plugin.test.ts",
  "tests/cli/sweep_faults.test.ts",
  "tests/nano/timing.test.ts",
  "tests/sweep/queue_faults.test.ts",
];

/**
 * Runs a part; one that comes to no end is run once more, and says so. Seen once: every timer of a Deno process (2.7.14) seemed
 * to have stopped, in a test that waited for nothing else. A hang of our own hangs again.
 */
export async function onceMore(name: string, work: () => Promise<Outcome>): Promise<Outcome> {
  const first = await work();
  if (!first.late) return first;
  console.error(`${name} came to no end in ${first.seconds.toFixed(0)} s; it is run once more`);
  return await work();
}

function testFiles(root: string): string[] {
  return (readdirSync(join(root, "tests"), { recursive: true }) as string[])
    .filter((name) => name.endsWith(".test.ts")).sort();
}

/** One part of the checks: its name, and how to run it. */
export type Part = [name: string, work: () => Promise<Tally>];

/** Every part but the notebooks. */
export function parts(root: string, signal: AbortSignal): Part[] {
  const limits = { cwd: root, signal, seconds: LIMIT_S };
  const deno = (...args: string[]) => runProgram(process.execPath, args, limits);
  // Once: two parts that run at the same time read the files.
  let written: string[] | undefined;
  const cells = () => written ??= extractCells(join(root, "notebooks"), join(root, ".kgen/cells"));
  // Examples import from the root's deno.json, and `check --doc` has seen their types.
  const examples = () => extractExamples(join(root, "lib"), join(root, ".kgen/examples"));
  const list: Part[] = [
    // First: a test that starts a kernel of tslab would write the same files.
    ["bundle for tslab", async () => {
      await bundle();
      return { passed: 1, failed: 0, skipped: [], detail: "" };
    }],
    ["fmt", async () => {
      // `deno fmt --check` calls every .ipynb unformatted, the formatted ones too: the cells are checked instead.
      return single(await deno("fmt", "--check", ".", ...cells()));
    }],
    ["lint", async () => single(await deno("lint"))],
    ["check", async () => single(await deno("check", "--doc", "lib", "tests", ...cells()))],
    ["clean notebooks", () => {
      const found = notebooksIn(join(root, "notebooks")).flatMap(leftovers);
      return Promise.resolve(single({ code: found.length, output: found.join("\n"), seconds: 0 }));
    }],
  ];
  for (const file of testFiles(root)) {
    list.push([
      `tests/${file}`,
      async () =>
        uvu(
          await onceMore(`tests/${file}`, () => deno("run", "-A", "--quiet", join("tests", file))),
        ),
    ]);
  }
  list.push([
    "doc examples",
    async () => docs(await deno("test", "--no-check", "-A", "--quiet", examples())),
  ]);
  return list;
}
