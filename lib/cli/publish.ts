import { basename, join, relative, resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { projectRoot } from "@kgen/notebook";
import { type Command, UsageError } from "./command.ts";
import type { KernelName } from "./execute_notebook.ts";
import { interruption } from "./interrupt.ts";
import { notebooksIn, readNotebook } from "./notebook_file.ts";
import { type Executed, executeFor, GIVEN, MADE } from "./publish_execute.ts";
import { declared, refuseUnknown, valuesFor } from "./publish_parameters.ts";
import { recordPackage } from "./publish_record.ts";
import { studentVersion } from "./publish_student.ts";
import { type Replacement, replacement } from "./replacement.ts";
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
  --host URL        measure this ComfyUI (or "embedded") live instead; the pages say so (default: KGEN_HOST, and then it is
                    said at the start)
  --notebooks DIR   your own notebooks instead, in a folder within kgen's
  --out DIR         where the site goes (default site)
  --student         only the student versions, without executing anything
  --record          keep the Runs of the embedded host that the notebooks show as the data package ${GIVEN}
Runs that no package holds are made once by the embedded host and kept in ${MADE}. At the end links, words for pictures,
page weight, phones and accessibility (axe, in Chromium without a network) are checked. The site that was in DIR stays until
the new one is whole: it is made in DIR.partial. What fails, is interrupted or has problems leaves the old site as it was.
Files in DIR that the new site does not have are kept.
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
    throw new UsageError(
      `--record takes no host: it records the embedded one${
        values.host === undefined
          ? "; KGEN_HOST is set, so: KGEN_HOST= ./kgen publish --record"
          : ""
      }`,
    );
  }
  const folder = values.notebooks ? resolve(values.notebooks) : join(root, "notebooks");
  const files = chosen(notebooksIn(folder), values.only ?? []);
  const own = files.map((file) => declared(readNotebook(file), basename(file)));
  refuseUnknown(own, given);
  const parameters = files.map((file, i) => valuesFor(own[i], given, basename(file)));
  const out = resolve(values.out);
  const site = replacement(out, ["index.html", "downloads"]);
  const short = relative(process.cwd(), out) || ".";
  try {
    if (values.student) {
      const names = students(files, site.folder);
      site.place();
      for (const name of names) console.log(join(short, name));
      return 0;
    }
    if (host !== null && values.host === undefined) {
      say(
        "KGEN_HOST is set: the notebooks measure that host live. From recorded data: KGEN_HOST= ./kgen publish",
      );
    }
    const executed: Executed[] = [];
    for (const [i, file] of files.entries()) {
      say(`executing ${basename(file)} under the ${kernel} kernel ...`);
      const one = await executeFor(file, parameters[i], {
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
    const pages = await writeSite(site.folder, executed, {
      kernel,
      host,
      given,
      notebooks: values.notebooks ? relative(root, folder) : null,
      provenance: provenance(root),
    }, root);
    const problems = [
      ...checkSite(site.folder, pages),
      ...await auditSite(site.folder, pages, root, say),
    ];
    interruption().throwIfAborted();
    return end(site, short, pages.length, problems);
  } catch (error) {
    site.discard();
    say(site.before ? `the site in ${short} was left as it was` : `no site was made in ${short}`);
    throw error;
  }
}

/**
 * Puts a site in its place. One with problems does not replace another.
 *
 * @param short The target as the user sees it.
 * @returns Exit code.
 */
export function end(
  site: Replacement,
  short: string,
  pages: number,
  problems: readonly string[],
): number {
  for (const problem of problems) say(`problem: ${problem}`);
  if (problems.length && site.before) {
    site.keep();
    const made = `${short}.partial`;
    say(
      `the site in ${short} was left as it was; the new one is in ${made}, to be looked at, until you publish again. To ` +
        `take it as it is: rm -r ${short} && mv ${made} ${short}`,
    );
    return 1;
  }
  site.place();
  console.log(`${pages} pages: ${join(short, "index.html")}`);
  return problems.length ? 1 : 0;
}

/** Student versions alone; gives their names within the folder. */
function students(files: string[], folder: string): string[] {
  return files.map((file) => {
    const name = `downloads/${basename(file, ".ipynb")}.student.ipynb`;
    const student = studentVersion(readNotebook(file));
    writeWhole(join(folder, name), JSON.stringify(student, null, 1) + "\n");
    return name;
  });
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
