import { type Metric, type Picture, scorePicture } from "@kgen/quality";
import { ScoreError } from "./errors.ts";
import { frameRow, runColumns, type ScoredRun } from "./run_columns.ts";
import type { FrameRow } from "./schema.ts";
import { type NamedPicture, ownReference, pictureOf, type Reference } from "./score_reference.ts";

/** Settings of {@linkcode scoreRows}. */
export interface ScoreOptions {
  /** What frames are compared with; default "last frame". Metrics without reference ignore it. */
  reference?: Reference;
  /** Called for each frame that cannot be scored, which is then left out. Without it, it throws. */
  onProblem?: (problem: ScoreError) => void;
}

/**
 * The scores of one run.
 *
 * @param common the references of all runs, or the kind of each run's own
 */
export async function scoreRun(
  run: ScoredRun,
  metrics: Metric[],
  common: NamedPicture[] | string,
  { onProblem }: ScoreOptions,
): Promise<FrameRow[]> {
  const rows: FrameRow[] = [];
  const fail = (why: string, cause?: unknown) => {
    const told = cause === undefined ? why : `${why}: ${(cause as Error).message ?? cause}`;
    const error = new ScoreError(run.id, told, { cause });
    if (!onProblem) throw error;
    onProblem(error);
    return rows;
  };
  const captured = run.evaluations.filter((e) => e.frame !== null);
  const last = captured.at(-1);
  if (!last) {
    return fail("it has no frames to score. Capture it again with previews on (latent2rgb).");
  }
  let references: NamedPicture[];
  let lastPicture: Picture | undefined;
  try {
    if (typeof common === "string") {
      lastPicture = common === "last frame" ? await pictureOf(run, last.frame!) : undefined;
      references = [await ownReference(run, common, lastPicture)];
    } else references = common;
  } catch (cause) {
    const which = common === "last frame" ? "last frame" : "saved picture";
    return fail(`its ${which}, the reference, cannot be read`, cause);
  }
  let starts;
  try {
    starts = await runColumns(run);
  } catch (cause) {
    fail("its telemetry cannot be read", cause);
    starts = await runColumns(run, false);
  }
  for (const e of captured) {
    try {
      const picture = e === last && lastPicture ? lastPicture : await pictureOf(run, e.frame!);
      // All metrics of a frame or none: a bad frame leaves no half behind.
      const scored: FrameRow[] = [];
      for (const m of metrics) {
        for (const ref of m.reference ? references : [null]) {
          const value = await scorePicture(m, picture, ref?.picture);
          const reference = ref?.name ?? "none";
          scored.push(
            frameRow(starts.get(e.step)!, { metric: m.name, value, reference, tool: m.tool }),
          );
        }
      }
      rows.push(...scored);
    } catch (cause) {
      fail(`step ${e.step} cannot be scored`, cause);
    }
  }
  return rows;
}
