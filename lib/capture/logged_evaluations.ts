import type { LoggedPass } from "./plugin_log.ts";
import type { Evaluation } from "./evaluation.ts";
import { seconds } from "./seconds.ts";

/** Denoiser evaluations of a call: each prompt in it is one. */
const nfeOf = (conds: string) => Math.max(1, conds.length);

/** Evaluations of the network that a log counts. */
export function loggedNfe(passes: LoggedPass[]): number {
  return passes.reduce((n, p) => p.calls.reduce((m, c) => m + nfeOf(c.conds), n), 0);
}

/** Whether an evaluation of a pass is the first of its step: the one that a sampler reports. */
export const opensStep = (pass: LoggedPass, i: number) =>
  i === 0 || pass.evaluations[i].step !== pass.evaluations[i - 1].step;

/**
 * The evaluations of a plugin's log, one for each step, as previews would show them: where a sampler makes
 * several in a step (heun), the first of them. The others are in calls.csv.
 *
 * @param toJob turns Unix time of the host, ns, into s since submission on the client's clock
 */
export function loggedEvaluations(
  passes: LoggedPass[],
  toJob: (unixNs: number) => number,
): Evaluation[] {
  const list: Evaluation[] = [];
  const begin = passes[0]?.startUnixNs ?? 0;
  let nfe = 0;
  let steps = 0;
  for (const pass of passes) {
    let counted = 0;
    pass.evaluations.forEach((e, i) => {
      const evals = pass.calls.slice(counted, e.calls).reduce((n, c) => n + nfeOf(c.conds), 0);
      counted = e.calls;
      nfe += evals;
      if (!opensStep(pass, i)) {
        list.at(-1)!.evals += evals;
        return;
      }
      list.push({
        step: steps + e.step,
        evals,
        nfe,
        t: seconds((pass.startUnixNs - begin + e.endNs) / 1e6),
        tJob: toJob(pass.startUnixNs + e.endNs),
        sigma: e.sigma,
        frame: null,
      });
    });
    steps += pass.evaluations.at(-1)?.step ?? 0;
  }
  return list;
}

/**
 * calls.csv: every forward of the network. t_start and t_end are s since submission on the clock of
 * the client.
 */
export function callsCsv(passes: LoggedPass[], toJob: (unixNs: number) => number): string {
  const lines = ["call,step,t_start,t_end,batch,conds,sigma,tokens"];
  let steps = 0;
  let call = 0;
  for (const pass of passes) {
    let at = 0;
    pass.calls.forEach((c, i) => {
      while (at < pass.evaluations.length && pass.evaluations[at].calls <= i) at++;
      const step = steps + (pass.evaluations[at] ?? pass.evaluations.at(-1))?.step!;
      const start = toJob(pass.startUnixNs);
      lines.push([
        ++call,
        Number.isFinite(step) ? step : "",
        (start + c.startNs / 1e9).toFixed(6),
        (start + c.endNs / 1e9).toFixed(6),
        c.batch,
        c.conds,
        c.sigma,
        c.tokens ?? "",
      ].join(","));
    });
    steps += pass.evaluations.at(-1)?.step ?? 0;
  }
  return lines.join("\n") + "\n";
}
