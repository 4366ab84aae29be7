import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fitEmbedded, type Host, patch, type Workflow } from "@kgen/comfy";
import type { CaptureOptions } from "./capture_options.ts";
import { openRun } from "./open.ts";
import { pictureProblem } from "./picture_file.ts";
import type { Run } from "./run.ts";

/** Where a host's recorded Runs are. */
export interface Records {
  /** Folders that are asked in turn. Each has an `index.json`: the key of a job, and its Runs in order. */
  from: string[];
  /** Where a job that none of them has is recorded when it was made; it is asked too, last. */
  to: string;
  /** What the frames depend on beside the job, such as a hash of the host's models: Runs of other models do not answer. */
  models?: string;
  /** A file that gets a line for each Run that was answered: "recorded" or "made", and its folder. */
  log?: string;
}

/** The records of each host, and how often each job was asked for. */
const known = new WeakMap<Host, { records: Records; asked: Map<string, number> }>();

/**
 * Lets a host's recorded Runs answer {@linkcode capture}, so that a notebook's numbers repeat: a job is made only when it is
 * in no record, and is then recorded. A job is its graph with prompt and seed, and how it is captured; the same job asked for
 * a second time in one process is the second Run of it. Pictures of its own count by their bytes. Never answered from a
 * record: a job without a seed or with an output folder of its own, and one of a host that is not embedded.
 *
 * @example
 * ```ts
 * import { useRecords } from "@kgen/capture";
 * import type { Host } from "@kgen/comfy";
 *
 * const repeat = (host: Host) => useRecords(host, { from: ["data/nano-runs"], to: ".kgen/runs" });
 * console.assert(repeat.length === 1);
 * ```
 */
export function useRecords(host: Host, records: Records): void {
  known.set(host, { records, asked: new Map() });
}

/** A place in the records for one job; null when this capture is not to be answered from them. */
export function recordedPlace(host: Host, w: Workflow, o: CaptureOptions): Place | null {
  const found = known.get(host);
  const own = o.out !== undefined || o.name !== undefined;
  if (!found || own || host.kind !== "embedded") return null;
  const key = keyOf(w, o, found.records.models ?? "");
  if (key === null) return null;
  const nth = found.asked.get(key) ?? 0;
  found.asked.set(key, nth + 1);
  return new Place(found.records, key, nth);
}

/** One job in the records. */
class Place {
  constructor(readonly records: Records, readonly key: string, readonly nth: number) {}

  /** The recorded Run, or null. */
  async find(onProgress?: CaptureOptions["onProgress"]): Promise<Run | null> {
    for (const folder of [...this.records.from, this.records.to]) {
      const id = readIndex(folder)[this.key]?.[this.nth];
      if (id === undefined) continue;
      const run = await openRun(join(folder, id));
      this.#log("recorded", run.dir!);
      // What a bar shows at the end of a job that was made.
      const step = run.evaluations.at(-1)?.step ?? 0;
      onProgress?.({ phase: "done", step, steps: step, nfe: run.nfe, message: run.dir! });
      return run;
    }
    return null;
  }

  /** Keeps a Run that was made, and reads it back: what is shown now must be what is shown next time. */
  async keep(run: Run): Promise<Run> {
    const { to } = this.records;
    // A Run that was cut short is shown, and not repeated.
    if (run.status !== "complete" || dirname(run.dir!) !== to) return run;
    const index = readIndex(to);
    (index[this.key] ??= [])[this.nth] = basename(run.dir!);
    // Two of the same job may end in another order than they began.
    index[this.key] = Array.from(index[this.key], (id) => id ?? basename(run.dir!));
    writeIndex(to, index);
    this.#log("made", run.dir!);
    return await openRun(run.dir!);
  }

  #log(how: string, folder: string): void {
    if (this.records.log) appendFileSync(this.records.log, `${how} ${folder}\n`);
  }
}

/** What the job is; null where its seed is drawn at random. */
function keyOf(w: Workflow, o: CaptureOptions, models: string): string | null {
  const fitted = fitEmbedded(w);
  if (o.seed === undefined && !Object.keys(o.set ?? {}).some((path) => /seed$/.test(path))) {
    return null;
  }
  const sent = pictureHashes(o.images);
  if (sent === null) return null;
  const { graph } = patch(fitted, { ...o, ...sent });
  const how = [
    o.way ?? "auto",
    o.exact ?? false,
    o.frames ?? true,
    o.previewMethod ?? "latent2rgb",
  ];
  return createHash("sha256").update(JSON.stringify([w.name, graph, how, models])).digest("hex");
}

/** Stand-ins for the names that the pictures will have on the host; null where one cannot be read. */
function pictureHashes(
  pictures: CaptureOptions["images"] = {},
): Pick<CaptureOptions, "image" | "mask"> | null {
  const sent: Pick<CaptureOptions, "image" | "mask"> = {};
  for (const what of ["image", "mask"] as const) {
    const path = pictures[what];
    if (path === undefined) continue;
    if (pictureProblem(path) !== null) return null; // the capture will say what is wrong
    sent[what] = createHash("sha256").update(readFileSync(path)).digest("hex");
  }
  return sent;
}

type Index = Record<string, string[]>;

function readIndex(folder: string): Index {
  const file = join(folder, "index.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

function writeIndex(folder: string, index: Index): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "index.json");
  const sorted = Object.fromEntries(Object.entries(index).sort(([a], [b]) => a < b ? -1 : 1));
  writeFileSync(`${file}.partial`, JSON.stringify(sorted, null, 1) + "\n");
  renameSync(`${file}.partial`, file);
}
