import type { Context } from "./context.ts";
import { type HostClock } from "./host_clock.ts";
import { callsCsv, loggedEvaluations, loggedNfe } from "./logged_evaluations.ts";
import type { Outcome } from "./outcome.ts";
import { type LoggedPass, passesOf, readPluginLog } from "./plugin_log.ts";
import type { Recorder } from "./recorder.ts";
import { seconds } from "./seconds.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Times } from "./times.ts";

/** What the plugin saw of the job that is timed. */
export interface Seen {
  passes: LoggedPass[];
  evaluations: Evaluation[];
  nfe: number;
  times: Partial<Times>;
}

/** The passes that a job put into its history. */
export function passesIn(outcome: Outcome, collects: string[]): LoggedPass[] {
  const texts = [...new Set(collects.flatMap((id) => outcome.outputs[id]?.kgen ?? []))];
  // Two collects may share one watch, and then give the same passes.
  const passes = passesOf(texts.map(readPluginLog));
  return passes.filter((p, i) => i === 0 || p.startUnixNs !== passes[i - 1].startUnixNs);
}

/** The passes of a job that was cut short, as far as the host can still be asked. */
export async function rescuePasses(c: Context, run: string): Promise<LoggedPass[]> {
  const signal = AbortSignal.timeout(3000);
  const said = await c.host.call(`/kgen/log/${encodeURIComponent(run)}`, { signal })
    .catch(() => null);
  try {
    return passesOf((said?.logs ?? []).map(readPluginLog));
  } catch {
    return [];
  }
}

/** Turns passes into evaluations, and writes calls.csv. */
export function seenOf(
  c: Context,
  passes: LoggedPass[],
  recorder: Recorder,
  clock: HostClock | null,
): Seen {
  const start = passes[0]?.startUnixNs ?? 0;
  let toJob: (unixNs: number) => number;
  if (clock) {
    c.run.clock = clock.offset;
    toJob = (ns) => seconds(clock.toClient(ns) - c.t0);
  } else {
    const began = recorder.times.sampler ?? recorder.times.started ?? 0;
    toJob = (ns) => seconds(1000 * began + (ns - start) / 1e6);
    if (passes.length > 0) {
      c.warnings.push(
        "The clock of the host could not be told: times since submission suppose that the sampler began " +
          "with its node. Times since the sampler began are not touched by that.",
      );
    }
  }
  const evaluations = loggedEvaluations(passes, toJob);
  for (const word of passes.map((p) => p.word)) if (word) c.warnings.push(`Plugin: ${word}.`);
  if (passes.length > 0) {
    c.folder.file("calls.csv", callsCsv(passes, toJob));
    c.run.calls = "calls.csv";
  }
  const times = passes.length === 0 ? {} : {
    sampler: toJob(start),
    firstEval: evaluations[0]?.tJob ?? null,
    lastEval: evaluations.at(-1)?.tJob ?? null,
  };
  return { passes, evaluations, nfe: loggedNfe(passes), times };
}
