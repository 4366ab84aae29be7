/** A plan that cannot be carried out. `problems` lists everything that is wrong with it. */
export class PlanError extends Error {
  override name = "PlanError";
  readonly problems: string[];
  constructor(source: string, problems: string[]) {
    const shown = problems.slice(0, 12).map((p) => `- ${p}`);
    if (problems.length > 12) shown.push(`- and ${problems.length - 12} more`);
    super(`${source} is not a plan that can be run:\n${shown.join("\n")}`);
    this.problems = problems;
  }
}

/** What stops a sweep as a whole. What was finished is kept; the message says how to go on. */
export class SweepError extends Error {
  override name = "SweepError";
  readonly code: SweepErrorCode;
  constructor(code: SweepErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Why a sweep did not begin, or stopped. */
export type SweepErrorCode =
  | "locked"
  | "other_plan"
  | "other_host"
  | "invalid_workflow"
  | "failing"
  | "unreachable"
  | "unauthorised"
  | "disk"
  | "format"
  | "no_temperature"
  | "no_permission"
  | "interrupted"
  | "queue"
  | "no_duckdb"
  | "claimed";
