import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { PlanError } from "./errors.ts";
import { makePlan, type Plan } from "./plan.ts";
import type { PlanFile } from "./plan_file.ts";

/**
 * Reads a plan file.
 *
 * @throws PlanError that names the file and everything that is wrong in it
 *
 * @example
 * ```ts
 * import { readPlan } from "@kgen/sweep";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => readPlan("no-such-plan.json"), /no such file/);
 * ```
 */
export function readPlan(path: string): Plan {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    const missing = (error as any).code === "ENOENT";
    throw new PlanError(path, [missing ? "there is no such file" : (error as Error).message]);
  }
  return makePlan(json as PlanFile, dirname(resolve(path)), path);
}
