import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capture, type CaptureOptions } from "@kgen/capture";
import { type Host, patch, type Workflow } from "@kgen/comfy";
import { kNfe, type Rate } from "@kgen/kinetics";
import { median } from "@kgen/stats";
import { draw } from "./bench_nano_draw.ts";

/** A job whose times are taken: each time with another seed. */
export interface TimedJob {
  workflow: Workflow;
  changes: CaptureOptions;
}

/** How fast a variant is. */
export interface Times {
  /** k_gen over the sampling window, s⁻¹, previews on. */
  k: Rate;
  /** Evaluations that the host made of a picture. */
  nfe: number;
  /** Seconds of whole jobs without previews. */
  seconds: number[];
  median: number;
  /** 95 % interval of the median from the order of the times; null below six. */
  ci: [lo: number, hi: number] | null;
}

/** The ranks of an interval of the median that covers at least 95 %: ends are the r-th smallest and r-th largest. */
export function medianInterval(times: readonly number[]): [number, number] | null {
  const n = times.length, sorted = [...times].sort((a, b) => a - b);
  let r = 0, p = 0.5 ** n, below = p;
  while (below <= 0.025) {
    r++;
    p *= (n - r + 1) / r;
    below += p;
  }
  return r === 0 ? null : [sorted[r - 1], sorted[n - r]];
}

/**
 * Times of several variants in rounds: in each of them every variant is warmed up, then timed, so that a computer that
 * becomes slower does not count against the last.
 */
export async function takeTimes(
  host: Host,
  jobs: Record<string, TimedJob>,
  o: { rounds: number; each: number; signal?: AbortSignal; say?: (text: string) => void },
): Promise<Record<string, Times>> {
  const folder = mkdtempSync(join(tmpdir(), "kgen-times-"));
  const runs: Record<string, Awaited<ReturnType<typeof capture>>[]> = {};
  const seconds: Record<string, number[]> = {};
  let seed = 500_000;
  try {
    for (let round = 1; round <= o.rounds; round++) {
      for (const [name, { workflow, changes }] of Object.entries(jobs)) {
        o.say?.(`times: round ${round} of ${o.rounds}, ${name}`);
        const whole = () =>
          draw(host, patch(workflow, { ...changes, seed: seed++ }).graph, o.signal);
        await whole();
        for (let i = 0; i < o.each; i++) {
          const how = { frames: false, telemetry: "none", out: folder, signal: o.signal } as const;
          const run = await capture(host, workflow, { ...changes, seed: seed++, ...how });
          (runs[name] ??= []).push(run);
          (seconds[name] ??= []).push((await whole()).seconds);
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return Object.fromEntries(
    Object.keys(runs).map((name) => [name, {
      k: kNfe(runs[name]),
      nfe: runs[name][0].nfe,
      seconds: seconds[name],
      median: median(seconds[name]),
      ci: medianInterval(seconds[name]),
    }]),
  );
}
