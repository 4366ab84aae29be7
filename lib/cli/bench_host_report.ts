import type { Phase, Run } from "@kgen/capture";
import { median } from "@kgen/stats";

/** Runs that were made for a report. */
export interface Sampled {
  cold: Run[];
  warm: Run[];
}

/** Seconds over several runs; null where the node did not run. */
export interface Seconds {
  n: number;
  median: number;
  lowest: number;
  highest: number;
}

/** A line of the report. */
export interface ReportRow {
  phase: Phase["phase"] | "job";
  /** "3 KSampler"; the sum of a phase and the whole job have none. */
  node: string | null;
  cold: Seconds | null;
  /** Null also when the host had the result in every warm run. */
  warm: Seconds | null;
}

/** What `./kgen bench host --json` prints. */
export interface HostReport {
  schema: "kgen.host-report/1";
  created: string;
  host: Run["host"];
  versions: Record<string, string>;
  workflow: { name: string };
  settings: Record<string, string | number>;
  runs: { cold: number; warm: number };
  /** Whose times `kSampling` rests on; a report of before this was told has none. */
  way?: Run["way"];
  /** NFE/s over the sampling window of the warm runs. Null without times that tell it. */
  kSampling: Seconds | null;
  rows: ReportRow[];
}

const phases = ["load", "encode", "sample", "decode", "save", "other"] as const;

/** Puts runs together, node by node in the order in which they ran. */
export function hostReport({ cold, warm }: Sampled): HostReport {
  const run = warm[0];
  const nodes = new Map<string, { phase: Phase["phase"]; order: number }>();
  for (const r of [...cold, ...warm]) {
    for (const p of r.phases.filter(({ classType }) => !classType.startsWith("Kgen"))) {
      const name = nameOf(p);
      if (!nodes.has(name)) nodes.set(name, { phase: p.phase, order: nodes.size });
    }
  }
  const rows: ReportRow[] = [];
  for (const phase of phases) {
    const own = [...nodes].filter(([, n]) => n.phase === phase).map(([name]) => name);
    for (const node of own) {
      const of = (r: Run) => r.phases.find((p) => nameOf(p) === node && !p.cached)?.seconds ?? null;
      rows.push({ phase, node, cold: over(cold.map(of)), warm: over(warm.map(of)) });
    }
  }
  const job = (r: Run) => r.times.success;
  rows.push({ phase: "job", node: null, cold: over(cold.map(job)), warm: over(warm.map(job)) });
  return {
    schema: "kgen.host-report/1",
    created: new Date().toISOString(),
    host: run.host,
    versions: run.versions,
    workflow: { name: run.workflow.name },
    settings: {
      model: run.model,
      size: `${run.width}x${run.height}`,
      batch: run.batch,
      steps: run.steps,
      cfg: run.cfg,
      sampler: run.sampler,
      scheduler: run.scheduler,
      nfe: run.nfe,
    },
    runs: { cold: cold.length, warm: warm.length },
    way: run.way,
    kSampling: warm.every((r) => r.way === "plugin" || r.previewMethod !== "none")
      ? over(warm.map(rate))
      : null,
    rows,
  };
}

const nameOf = (p: Phase) => `${p.node} ${p.classType}`;

function rate(run: Run): number | null {
  const [first, last] = [run.evaluations[0], run.evaluations.at(-1)];
  const seconds = first && last ? last.tJob - first.tJob : 0;
  return seconds > 0 ? (last!.nfe - first.nfe) / seconds : null;
}

function over(values: (number | null)[]): Seconds | null {
  const known = values.filter((v): v is number => v !== null);
  if (known.length === 0) return null;
  return {
    n: known.length,
    median: median(known),
    lowest: Math.min(...known),
    highest: Math.max(...known),
  };
}
