import type { Run } from "@kgen/capture";
import { completeness, KineticsError, quench, type QuenchedRun } from "@kgen/kinetics";
import { scoreRows } from "@kgen/tables";
import { join } from "node:path";

/**
 * Which runs of one treatment were quenched, held against finished pictures of the same prompts and noise (rmse; against its own last
 * frame no run can be). For `quenchTable`. A run whose frames never come nearer has no completeness: nothing is known of it.
 *
 * @param runs of one treatment
 * @param finished the finished run for each of them, in the same order; it must have its last picture
 *
 * @example
 * ```ts
 * import type { Run } from "@kgen/capture";
 * import { watchQuench } from "@kgen/notebook";
 *
 * const watch = (short: Run[], long: Run[]) => watchQuench("8 steps", short, long);
 * ```
 */
export async function watchQuench(
  treatment: string,
  runs: readonly Run[],
  finished: readonly Run[],
): Promise<QuenchedRun[]> {
  if (runs.length !== finished.length) {
    throw new RangeError(
      `${treatment}: ${runs.length} runs and ${finished.length} finished ones. Give one for each.`,
    );
  }
  return await Promise.all(runs.map(async (run, pair) => {
    const { dir, final } = finished[pair];
    const reference = { pictures: { "the finished picture": join(dir!, final!) } };
    const rows = await scoreRows(run, ["rmse"], { reference });
    return { treatment, pair, quench: verdict(rows) };
  }));
}

function verdict(rows: Awaited<ReturnType<typeof scoreRows>>): QuenchedRun["quench"] {
  try {
    // Evaluations as the clock: seconds would not repeat.
    return quench(completeness(rows.map((row) => ({ ...row, t_s: row.nfe })), "rmse"));
  } catch (error) {
    if (error instanceof KineticsError) return null;
    throw error;
  }
}
