import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type Plan, SweepFolder } from "@kgen/sweep";

/**
 * Where the results of a fleet's sweep are kept while notebooks are published, so that published numbers repeat; null
 * otherwise. It is named for what they depend on: the plan, the hosts and their threads, and the models.
 */
export function fleetRecord(plan: Plan, hosts: readonly string[], threads: number): string | null {
  const set = process.env.KGEN_RECORDS;
  if (!set) return null;
  const { to, models = "" } = JSON.parse(set);
  const key = createHash("sha256").update(JSON.stringify([plan.hash, hosts, threads, models]));
  return join(to, "fleets", key.digest("hex").slice(0, 16));
}

/** Whether every cell of the plan has ended well there. */
export function isWhole(dir: string, plan: Plan): boolean {
  if (!existsSync(join(dir, "plan.json"))) return false;
  const done = new SweepFolder(dir).records().filter((r) => r.status === "done");
  return done.length === plan.cells.length;
}

/** Keeps a copy of a sweep's folder, whole or not at all. */
export function keepRecord(from: string, dir: string): void {
  const partial = `${dir}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  cpSync(from, partial, { recursive: true });
  rmSync(dir, { recursive: true, force: true });
  renameSync(partial, dir);
}
