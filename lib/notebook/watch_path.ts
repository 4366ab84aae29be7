import type { Run } from "@kgen/capture";
import { completeness, type PathFrame, type PathRun, pathRun } from "@kgen/kinetics";
import { Checker, expectation, judge, readPicture, sideProducts } from "@kgen/quality";
import { scoreRows } from "@kgen/tables";
import { join } from "node:path";

let checker: Checker | undefined;

/**
 * Watches a run of the embedded host frame by frame: when it shows what was asked, what else it shows, how fast its frames come near
 * their end (rmse, evaluations as the clock), how well it shows what was asked (part of
 * the picture that the emoji explain where they are those asked for, else 0: its quality). For
 * `reactionPaths` and `treatedPaths`.
 *
 * @param run with frames
 * @param about its wording, what it is paired by, and its prompt where that is not the run's own
 *
 * @example
 * ```ts
 * import type { Run } from "@kgen/capture";
 * import { watchPath } from "@kgen/notebook";
 *
 * const watch = (run: Run) => watchPath(run, { wording: "zh", pair: `cat ${run.seed}` });
 * ```
 */
export async function watchPath(
  run: Run,
  about: { wording: string; pair: string | number; prompt?: string },
): Promise<PathRun> {
  checker ??= new Checker();
  const prompt = about.prompt ?? run.prompt, wanted = expectation(prompt);
  const frames: PathFrame[] = [];
  for (const { nfe, frame } of run.evaluations) {
    if (!frame) continue;
    const sight = checker.look(await readPicture(join(run.dir!, frame)));
    const [asked, side] = [judge(wanted, sight).all, sideProducts(wanted, sight)];
    frames.push({ nfe, asked, side, quality: asked ? sight.fit : 0 });
  }
  const c = completeness(await scoreRows(run, ["rmse"]), "rmse");
  return pathRun({ ...about, prompt }, c, frames);
}
