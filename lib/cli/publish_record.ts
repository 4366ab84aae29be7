import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { openRun } from "@kgen/capture";
import { MADE } from "./publish_execute.ts";
import { writeWhole } from "./write_file.ts";

/** A frame without loss in fewer bytes than the host's PNG: WebP. */
async function asWebp(png: string): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  return await sharp(png).webp({ lossless: true, effort: 6 }).toBuffer();
}

/** Copies one Run without its raw events: run.json and its frames, as WebP without loss. */
async function copyRun(from: string, to: string): Promise<void> {
  const run = await openRun(from);
  mkdirSync(join(to, "frames"), { recursive: true });
  const written = new Map<string, string>();
  const copied = async (name: string | null) => {
    if (name === null) return null;
    if (!written.has(name)) {
      const target = name.replace(/\.\w+$/, ".webp");
      written.set(name, target);
      writeWhole(join(to, target), await asWebp(join(from, name)));
    }
    return written.get(name)!;
  };
  for (const e of run.evaluations) e.frame = await copied(e.frame);
  run.final = await copied(run.final);
  const { dir: _, ...stored } = run;
  writeWhole(join(to, "run.json"), JSON.stringify(stored) + "\n");
}

/**
 * Makes the data package of recorded Runs anew out of those that the notebooks have just shown, so that their numbers
 * repeat on every computer. Runs that no notebook shows any more leave it.
 *
 * @param root The kit's folder.
 * @param target Folder of the package.
 * @param folders The Runs, relative to the kit's folder: in the package already, or made here.
 * @returns Bytes of the package.
 */
export async function recordPackage(
  root: string,
  target: string,
  folders: string[],
): Promise<number> {
  const place = join(root, target), fresh = `${place}.partial`;
  rmSync(fresh, { recursive: true, force: true });
  const index: Record<string, string[]> = {};
  const wanted = new Set(folders.map((folder) => basename(folder)));
  for (const from of [place, join(root, MADE)]) {
    const file = join(from, "index.json");
    if (!existsSync(file)) continue;
    const entries = Object.entries<string[]>(JSON.parse(readFileSync(file, "utf8")));
    for (const [key, ids] of entries) {
      const used = ids.filter((id) => wanted.has(id));
      if (used.length && !index[key]) index[key] = used;
    }
  }
  for (const id of new Set(Object.values(index).flat())) {
    const given = join(place, id);
    await copyRun(existsSync(given) ? given : join(root, MADE, id), join(fresh, id));
  }
  const sorted = Object.fromEntries(Object.entries(index).sort(([a], [b]) => a < b ? -1 : 1));
  writeWhole(join(fresh, "index.json"), JSON.stringify(sorted, null, 1) + "\n");
  const bytes = await describe(fresh, [...new Set(Object.values(index).flat())].sort());
  rmSync(place, { recursive: true, force: true });
  renameSync(fresh, place);
  return bytes;
}

/** Writes datapackage.json and README.md. */
async function describe(folder: string, ids: string[]): Promise<number> {
  const runs = await Promise.all(ids.map((id) => openRun(join(folder, id))));
  const models = [...new Set(runs.map((run) => run.model))].sort().join(", ");
  const first = runs.map((run) => run.created).sort()[0]?.slice(0, 10) ?? "";
  const names = (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => /\.\w+$/.test(name)).sort();
  let total = 0;
  const resources = names.map((path) => {
    const content = readFileSync(join(folder, path));
    total += content.length;
    const name = path.replace(/\W+/g, "-").toLowerCase();
    const hash = `sha256:${createHash("sha256").update(content).digest("hex")}`;
    return { name, path, bytes: content.length, hash };
  });
  const title = `${ids.length} Runs of the embedded host`;
  const description =
    `Recorded by ./kgen publish --record, so that the numbers of published lessons repeat. Model ${models}. ` +
    `The times are those of one computer; frames are the host's, as WebP without loss.`;
  const made = {
    name: "nano-runs",
    title,
    description,
    version: "0.1.0",
    created: first,
    licenses: [{
      name: "CC-BY-4.0",
      title: "Creative Commons Attribution 4.0",
      path: "https://creativecommons.org/licenses/by/4.0/",
    }],
    sources: [{ title: `Recorded for this kit on ${runs[0]?.host.device ?? "a CPU"}` }],
    resources,
  };
  writeWhole(join(folder, "datapackage.json"), JSON.stringify(made, null, 1) + "\n");
  const rows = runs.map((run) =>
    `| ${run.id} | ${run.prompt.replaceAll("|", "\\|")} | ${run.seed} | ${run.steps} | ${run.nfe} |`
  );
  writeWhole(
    join(folder, "README.md"),
    `# nano-runs: ${title}\n\n${description}\n\nTo record them anew: \`./kgen publish --record\`. A Run is opened with ` +
      `\`openRun("data/nano-runs/ID")\`;\n\`index.json\` says which job each one answers. Raw events are left out.\n\n` +
      `| Run | prompt | seed | steps | NFE |\n| --- | --- | --- | --- | --- |\n${
        rows.join("\n")
      }\n`,
  );
  return total;
}
