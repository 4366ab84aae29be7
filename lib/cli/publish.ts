import { rmSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { projectRoot } from "@kgen/notebook";
import { type Command, UsageError } from "./command.ts";
import type { KernelName } from "./execute_notebook.ts";
import { interruption } from "./interrupt.ts";
import { notebooksIn, readNotebook } from "./notebook_file.ts";
import { takeFolder } from "./output_folder.ts";
import { type Executed, executeFor, GIVEN, MADE } from "./publish_execute.ts";
import { declared, refuseUnknown, valuesFor } from "./publish_parameters.ts";
import { recordPackage } from "./publish_record.ts";
import { studentVersion } from "./publish_student.ts";
import { writeSite } from "./site.ts";
import { auditSite } from "./site_audit.ts";
import { checkSite } from "./site_check.ts";
import { provenance } from "./site_provenance.ts";
import { writeWhole } from "./write_file.ts";

export const command: Command = {
  help: `
./kgen publish [OPTIONS]

Executes the notebooks and makes a site of them: pages that need no network, an index, and files to take along (the notebook,
the executed one, and a student version without solutions). From recorded data, so that publishing twice gives the same bytes.
  --only NN         only these notebooks, by number or name; may be given again
  -p NAME=VALUE     a parameter of the notebooks that have it; may be given again
  --kernel NAME     deno (default) or tslab
  --host URL        measure this ComfyUI (or "embedded") live instead; the pages say so (default: KGEN_HOST)
  --notebooks DIR   your own notebooks instead, in a folder within kgen's
  --out DIR         where the site goes (default site)
  --student         only the student versions, without executing anything
  --record          keep the Runs of the embedded host that the notebooks show as the data package ${GIVEN}
Runs that no package holds are made once by the embedded host and kept in ${MADE}. At the end links, words for pictures,
page weight, phones and accessibility (axe, in Chromium without a network) are checked.
`,
  run,
};

const OPTIONS = {
  only: { type: "string", multiple: true },
  param: { type: "string", short: "p", multiple: true },
  kernel: { type: "string", default: "deno" },
  host: { type: "string" },
  notebooks: { type: "string" },
  out: { type: "string", default: "site" },
  student: { type: "boolean", default: false },
  record: { type: "boolean", default: false },
} as const;

const say = (text: string) => process.stderr.write(`${text}\n`);

/** The notebooks whose number or name was asked for. */
export function chosen(files: string[], only: readonly string[]): string[] {
  const wanted = only.flatMap((text) => text.split(","));
  for (const text of wanted) {
    if (!files.some((file) => basename(file).startsWith(text))) {
      const names = files.map((file) => basename(file, ".ipynb"));
      throw new UsageError(`no notebook begins with "${text}"; there are ${names.join(", ")}`);
    }
  }
  return files.filter((file) => !wanted.length || wanted.some((t) => basename(file).startsWith(t)));
}

async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.kernel !== "deno" && values.kernel !== "tslab") {
    throw new UsageError(`--kernel takes deno or tslab; given "${values.kernel}"`);
  }
  const kernel: KernelName = values.kernel;
  const root = projectRoot();
  const given = values.param ?? [];
  const host = values.host ?? (process.env.KGEN_HOST || null);
  if (values.record && host !== null) {
    throw new UsageError("--record takes no host: it records the embedded one");
  }
  const folder = values.notebooks ? resolve(values.notebooks) : join(root, "notebooks");
  const files = chosen(notebooksIn(folder), values.only ?? []);
  if (files.length === 0) throw new UsageError(`there are no notebooks in ${folder}`);
  const own = files.map((file) => declared(readNotebook(file), basename(file)));
  refuseUnknown(own, given);
  const out = resolve(values.out);
  const giveBack = takeFolder(out, ["index.html", "downloads"]);
  try {
    if (values.student) return students(files, out);
    // What stands for the whole goes first and comes last: an interrupted site must not look like an older one.
    rmSync(join(out, "index.html"), { force: true });
    const executed: Executed[] = [];
    for (const [i, file] of files.entries()) {
      say(`executing ${basename(file)} under the ${kernel} kernel ...`);
      const one = await executeFor(file, valuesFor(own[i], given), {
        root,
        kernel,
        host,
        records: [join(root, GIVEN), join(root, MADE)],
        signal: interruption(),
      });
      say(
        `  ${one.seconds.toFixed(1)} s${
          one.runs.length ? `, ${one.runs.length} recorded Runs` : ""
        }`,
      );
      executed.push(one);
    }
    if (values.record) await record(root, executed);
    const pages = await writeSite(out, executed, {
      kernel,
      host,
      given,
      notebooks: values.notebooks ? relative(root, folder) : null,
      provenance: provenance(root),
    }, root);
    const problems = [...checkSite(out, pages), ...await auditSite(out, pages, root, say)];
    for (const problem of problems) say(`problem: ${problem}`);
    console.log(`${pages.length} pages: ${relative(process.cwd(), join(out, "index.html"))}`);
    return problems.length ? 1 : 0;
  } finally {
    giveBack();
  }
}

/** Student versions alone. */
function students(files: string[], out: string): number {
  for (const file of files) {
    const target = join(out, "downloads", `${basename(file, ".ipynb")}.student.ipynb`);
    writeWhole(target, JSON.stringify(studentVersion(readNotebook(file)), null, 1) + "\n");
    console.log(relative(process.cwd(), target));
  }
  return 0;
}

async function record(root: string, executed: Executed[]): Promise<void> {
  const folders = executed.flatMap(({ runs }) => runs.map((run) => run.folder));
  const bytes = await recordPackage(root, GIVEN, folders);
  for (const one of executed) {
    for (const run of one.runs) run.folder = run.folder.replace(MADE, GIVEN);
  }
  say(
    `${GIVEN}: ${new Set(folders).size} Runs, ${
      (bytes / 1e6).toFixed(2)
    } MB; publish again to read them from there`,
  );
}
