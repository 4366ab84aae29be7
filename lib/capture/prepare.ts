import {
  type Changes,
  checkAgainst,
  differences,
  fitEmbedded,
  type Host,
  InvalidWorkflowError,
  patch,
  type Settings,
  settings,
  type SystemStats,
  type Workflow,
} from "@kgen/comfy";
import { hostInfo, sha256, variantOf, versions } from "./provenance.ts";
import { noTimes } from "./times.ts";
import type { Run } from "./run.ts";
import { withSeed } from "./seed.ts";

/** A job that is ready to be queued, and the Run that it begins with. */
export interface Prepared {
  workflow: Workflow;
  settings: Settings;
  run: Omit<Run, "id" | "created">;
}

/** Fits and changes a workflow for a host, and refuses it when the host lacks something. */
export async function prepare(
  host: Host,
  given: Workflow,
  changes: Changes,
  previewMethod: Run["previewMethod"],
  notes: string[],
): Promise<Prepared> {
  const fitted = host.kind === "embedded" ? fitEmbedded(given) : given;
  const workflow = patch(fitted, withSeed(fitted, changes));
  const [problems, stats] = await Promise.all([checkAgainst(host, workflow), host.systemStats()]);
  if (problems.length > 0) {
    throw new InvalidWorkflowError(
      `${host.url} cannot run ${given.name}:\n${problems.map((p) => `- ${p.message}`).join("\n")}`,
      problems,
    );
  }
  const s = settings(workflow);
  const variant = variantOf(given, settings(given));
  const standIn = host.kind === "embedded"
    ? [
      "The kit's small nano model stands in for Z-Image: its pictures and times say nothing of that.",
      ...(stats.system.kgen_notes ?? []),
    ]
    : [];
  return { workflow, settings: s, run: begin(host, stats, given, fitted, workflow, s) };

  function begin(
    host: Host,
    stats: SystemStats,
    given: Workflow,
    fitted: Workflow,
    workflow: Workflow,
    s: Settings,
  ): Prepared["run"] {
    return {
      schema: "kgen.run/2",
      status: "partial",
      way: "previews",
      jobs: [],
      variant,
      model: s.model ?? "",
      adapted: differences(given, fitted),
      notes: [...standIn, ...notes],
      prompt: s.prompt ?? "",
      negative: s.negative,
      seed: seedOf(workflow, s) ?? 0,
      width: s.width ?? 0,
      height: s.height ?? 0,
      batch: s.batch ?? 1,
      steps: s.steps ?? 0,
      cfg: s.cfg ?? 1,
      sampler: s.sampler ?? "",
      scheduler: s.scheduler ?? "",
      nfe: 0,
      evaluations: [],
      final: null,
      times: noTimes(),
      phases: [],
      start: "warm",
      host: hostInfo(host, stats),
      versions: versions(stats),
      workflow: {
        name: given.name,
        sha256: sha256(JSON.stringify(workflow.graph)),
        graph: workflow.graph,
      },
      previewMethod,
      clock: null,
      calls: null,
      telemetry: null,
      warnings: silentOn(s),
    };
  }
}

/** A warning for what the graph does not say; a negative prompt may well be missing. */
function silentOn(s: Settings): string[] {
  const names = ["prompt", "model", "width", "height", "steps", "cfg", "sampler"] as const;
  const missing = names.filter((n) => s[n] === null);
  return missing.length > 0
    ? [`The graph does not say in a way known here: ${missing.join(", ")}.`]
    : [];
}

/** The seed of the sampler, else the first noise seed there is. */
function seedOf(w: Workflow, s: Settings): number | null {
  if (s.seed !== null) return s.seed;
  const noise = Object.values(w.graph).map((n) => n.inputs.noise_seed);
  return noise.find((v): v is number => typeof v === "number") ?? null;
}
