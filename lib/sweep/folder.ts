import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { SweepError } from "./errors.ts";
import { takeLock } from "./lock.ts";
import type { Plan } from "./plan.ts";
import type { CellRecord, Session } from "./record.ts";
import { writeOnce, writeWhole } from "./write_whole.ts";

/** What a sweep writes; a folder with other things and none of these is somebody else's. */
const ours = ["plan.json", "cells", "parts", "runs", "sessions"];

/**
 * The folder of a sweep: `plan.json`, `cells/<id>.json` for each finished cell, `warmups/` for marked
 * runs, `runs/` with the Run folders, `parts/<id>.parquet` with the rows of each finished cell, `sessions/` with one
 * file for each process that worked on it and its telemetry. The data set (`runs.csv` and so on) is made from these.
 */
export class SweepFolder {
  readonly dir: string;
  readonly runs: string;
  readonly parts: string;
  constructor(dir: string) {
    this.dir = dir;
    this.runs = join(dir, "runs");
    this.parts = join(dir, "parts");
  }

  /** Takes the folder for writing; gives it back when the function returned is called. */
  take(): () => void {
    if (existsSync(this.dir)) {
      if (!statSync(this.dir).isDirectory()) {
        throw new SweepError("format", `${this.dir} is a file; name a folder for the sweep.`);
      }
      const found = readdirSync(this.dir).filter((n) => !n.startsWith("."));
      if (found.length > 0 && !found.some((n) => ours.includes(n))) {
        throw new SweepError(
          "format",
          `${this.dir} holds other things (${found.slice(0, 3).join(", ")}); name a new folder.`,
        );
      }
    }
    const release = takeLock(this.dir);
    this.make();
    return release;
  }

  /** Makes the folders in it that are not there. */
  make(): void {
    for (const name of ["cells", "warmups", "runs", "parts", "sessions"]) {
      mkdirSync(join(this.dir, name), { recursive: true });
    }
  }

  /** The plan that is carried out here, or null in a new folder. */
  plan(): Plan | null {
    const path = join(this.dir, "plan.json");
    return existsSync(path) ? parse<Plan>(path, "kgen.sweep/1") : null;
  }

  /** The plan, where there must be one. */
  require(): Plan {
    const plan = this.plan();
    if (plan !== null) return plan;
    throw new SweepError("format", `There is no sweep in ${this.dir}: it has no plan.json.`);
  }

  /**
   * Keeps the plan. The same plan again is the same sweep; one that only adds cells takes its place.
   *
   * @throws SweepError "other_plan" when cells that are finished here are not in it
   */
  keepPlan(plan: Plan): void {
    const known = this.plan();
    if (known !== null && known.hash !== plan.hash) {
      const ids = new Set(plan.cells.map((c) => c.id));
      const lost = this.records().filter((r) => !ids.has(r.id)).length;
      if (lost > 0) {
        throw new SweepError(
          "other_plan",
          `${this.dir} holds another plan (${known.name}), of which ${lost} finished cells are not in this ` +
            "one. Name another folder with --out.",
        );
      }
    }
    this.writePlan(plan);
  }

  writePlan(plan: Plan): void {
    writeWhole(join(this.dir, "plan.json"), JSON.stringify(plan) + "\n");
  }

  /** How every finished cell ended, warm-ups not included. */
  records(): CellRecord[] {
    return readAll<CellRecord>(join(this.dir, "cells"), "kgen.cell/1");
  }

  /** The marked runs. */
  warmUps(): CellRecord[] {
    return readAll<CellRecord>(join(this.dir, "warmups"), "kgen.cell/1");
  }

  /** Commits how a cell ended. */
  commit(record: CellRecord): void {
    const folder = record.warmUp ? "warmups" : "cells";
    writeWhole(join(this.dir, folder, `${record.id}.json`), JSON.stringify(record) + "\n");
  }

  /** How one cell ended, or null when it has not. */
  record(id: string): CellRecord | null {
    const path = join(this.dir, "cells", `${id}.json`);
    return existsSync(path) ? parse<CellRecord>(path, "kgen.cell/1") : null;
  }

  /** Ids of the cells that have ended. */
  ended(): string[] {
    const path = join(this.dir, "cells");
    if (!existsSync(path)) return [];
    return readdirSync(path).filter((n) => n.endsWith(".json")).map((n) => n.slice(0, -5));
  }

  /**
   * Commits how a cell ended, where several may: the first that is written stays, and "done" takes the place of "failed".
   *
   * @returns the record that stands
   */
  commitOnce(record: CellRecord): CellRecord {
    const path = join(this.dir, "cells", `${record.id}.json`);
    const text = JSON.stringify(record) + "\n";
    if (writeOnce(path, text)) return record;
    const stands = this.record(record.id);
    if (stands !== null && (stands.status === "done" || record.status === "failed")) return stands;
    writeWhole(path, text);
    return record;
  }

  /** Puts the records of failed cells aside, so that they can be run again. Returns their ids. */
  putFailedAside(wanted: (r: CellRecord) => boolean = () => true): string[] {
    const failed = this.records().filter((r) => r.status === "failed" && wanted(r));
    const aside = join(this.dir, "retried");
    if (failed.length > 0) mkdirSync(aside, { recursive: true });
    for (const { id, finished } of failed) {
      const name = `${id}.${finished.replace(/\D/g, "")}.json`;
      renameSync(join(this.dir, "cells", `${id}.json`), join(aside, name));
    }
    return failed.map(({ id }) => id);
  }

  sessions(): Session[] {
    return readAll<Session>(join(this.dir, "sessions"), "kgen.session/1")
      .sort((a, b) => a.session - b.session);
  }

  /** Begins a session: gives it the next number. */
  begin(o: Omit<Session, "schema" | "session">): Session {
    for (let session = (this.sessions().at(-1)?.session ?? 0) + 1;; session++) {
      const begun: Session = { schema: "kgen.session/1", session, ...o };
      const path = join(this.dir, "sessions", `${session}.json`);
      // Several workers may begin at once.
      if (writeOnce(path, JSON.stringify(begun) + "\n")) return begun;
    }
  }
}

function readAll<T>(folder: string, schema: string): T[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((n) => n.endsWith(".json")).sort()
    .map((n) => parse<T>(join(folder, n), schema));
}

function parse<T>(path: string, schema: string): T {
  let json: any;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new SweepError("format", `${path} is not JSON: ${(error as Error).message}`);
  }
  if (json?.schema !== schema) {
    throw new SweepError("format", `${path} has schema ${json?.schema}, not ${schema}.`);
  }
  return json;
}
