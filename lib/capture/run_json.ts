import { RunFormatError } from "./errors.ts";
import type { Run } from "./run.ts";

const statuses = ["complete", "partial", "failed", "interrupted"];
const ways = ["previews", "prefix", "plugin"];

/**
 * Reads the text of a run.json, of this schema or the one before.
 *
 * @throws RunFormatError that names the file and says what is wrong
 */
export function parseRun(text: string, file: string): Run {
  let run: Run;
  try {
    run = JSON.parse(text);
  } catch (error) {
    throw new RunFormatError(file, `is not JSON: ${(error as Error).message}`);
  }
  const wrong = problem(run);
  if (wrong) throw new RunFormatError(file, wrong);
  upgrade(run);
  return run;
}

/** Completes a Run of the first schema, which knew one way to capture. */
function upgrade(run: any): void {
  if (run.schema === "kgen.run/2") return;
  const { way = "previews", jobs = [], clock = null, calls = null } = run;
  Object.assign(run, { schema: "kgen.run/2", way, jobs, clock, calls });
}

/** Says what is wrong with the content of a run.json, or null. */
function problem(run: any): string | null {
  if (run === null || typeof run !== "object" || Array.isArray(run)) return "holds no Run.";
  if (run.schema !== "kgen.run/1" && run.schema !== "kgen.run/2") {
    return `has schema ${
      JSON.stringify(run.schema)
    }; this version of the kit reads "kgen.run/1" and "kgen.run/2".`;
  }
  if (!statuses.includes(run.status)) {
    return `has status ${JSON.stringify(run.status)}, not one of ${statuses.join(", ")}.`;
  }
  for (const name of ["evaluations", "phases", "warnings", "notes", "adapted"]) {
    if (!Array.isArray(run[name])) return `${name} is missing or not a list.`;
  }
  for (const name of ["times", "host", "workflow", "versions"]) {
    if (run[name] === null || typeof run[name] !== "object") return `${name} is missing.`;
  }
  if (typeof run.id !== "string" || typeof run.created !== "string") return "has no id or date.";
  if (!Number.isFinite(run.nfe)) return "nfe is not a number.";
  if (run.schema === "kgen.run/2") {
    if (!ways.includes(run.way)) {
      return `has way ${JSON.stringify(run.way)}, not one of ${ways.join(", ")}.`;
    }
    if (!Array.isArray(run.jobs)) return "jobs is missing or not a list.";
  }
  for (const [i, e] of run.evaluations.entries()) {
    for (const name of ["step", "evals", "nfe", "t", "tJob"]) {
      if (!Number.isFinite(e?.[name])) return `evaluations[${i}].${name} is not a number.`;
    }
    if (e.frame !== null && typeof e.frame !== "string") {
      return `evaluations[${i}].frame is no name.`;
    }
  }
  return null;
}
