import type { Run } from "@kgen/capture";
import { kNfe, type Rate, type RateFit } from "@kgen/kinetics";
import { intervalText, type Rates } from "./rates.ts";

/** The Runs of one variant; the first is the one whose frames were scored. */
export interface Measured {
  runs: Run[];
  rates: Rates;
}

/** A rate over several runs, and each run's own, so that a reader can compute it again from events.jsonl. */
function rateSummary(runs: Run[], window: "sampling" | "job") {
  const over: Rate = kNfe(runs, window);
  return {
    value: over.value,
    unit: over.unit,
    window,
    interval: over.ci,
    se: over.se,
    n: over.n,
    runs: Object.fromEntries(runs.map((run) => [run.id, kNfe(run, window).value])),
  };
}

function fitSummary(fit: RateFit) {
  const { order, k, se, ci, plateau, r2, aicc, n } = fit;
  return {
    order,
    value: k,
    unit: "s⁻¹",
    se,
    interval: ci,
    plateau,
    r2OnI: r2,
    aicc,
    points: n,
    C: fit.C,
  };
}

function variantSummary({ runs, rates }: Measured) {
  const [run] = runs;
  // The first job loads the model: it would say more about loading than about the job.
  const warm = runs.filter((r) => r.start === "warm");
  return {
    workflow: run.workflow.name,
    workflowSha256: run.workflow.sha256,
    model: run.model,
    prompt: run.prompt,
    steps: run.steps,
    cfg: run.cfg,
    sampler: run.sampler,
    scheduler: run.scheduler,
    size: `${run.width}x${run.height}`,
    nfe: run.nfe,
    kNfe: rateSummary(runs, "sampling"),
    kNfeJob: warm.length ? rateSummary(warm, "job") : null,
    kConv: rates.fits && {
      metric: "rmse",
      n1: fitSummary(rates.fits.n1),
      n2: fitSummary(rates.fits.n2),
      verdict: rates.fits.verdict,
    },
    t1: rates.t1 && { ...rates.t1, threshold: 0.95 },
    framesOf: run.id,
    runs: runs.map((r) => ({ id: r.id, seed: r.seed, start: r.start, seconds: r.times.success })),
    adapted: run.adapted,
    notCaptured: rates.why,
  };
}

/** Everything the demo found, for summary.json. Without `edit` the host had no weights for it, and `why` says so. */
export function summarise(
  measured: { turbo: Measured; base: Measured; edit: Measured | null; why: string[] },
) {
  const { turbo, base, edit } = measured;
  const [run] = turbo.runs;
  return {
    schema: "kgen.demo/1",
    created: run.created,
    turbo: variantSummary(turbo),
    base: variantSummary(base),
    // Its prompt is the instruction.
    edit: edit && { ...variantSummary(edit), edits: run.id },
    host: run.host,
    versions: run.versions,
    notes: [...new Set([...run.notes, ...base.runs[0].notes, ...measured.why])],
  };
}

export type Summary = ReturnType<typeof summarise>;

/** The short table of the demo: one line a variant. */
export function summaryRows(summary: Summary): Record<string, unknown>[] {
  return (["turbo", "base", "edit"] as const).flatMap((name) => {
    const v = summary[name];
    if (v === null) return [];
    const k = (fit?: { value: number; se: number | null }) =>
      fit ? `${fit.value.toPrecision(3)} ± ${fit.se?.toPrecision(2) ?? "?"}` : "";
    return {
      variant: name,
      NFE: v.nfe,
      "kNfe, sampling (s⁻¹)": v.kNfe.value.toPrecision(3),
      "95 % interval": intervalText(v.kNfe.interval),
      "kNfe, job (s⁻¹)": v.kNfeJob?.value.toPrecision(3) ?? "",
      "k·C, n = 1 (s⁻¹, ± SE)": k(v.kConv?.n1),
      "k·C, n = 2 (s⁻¹, ± SE)": k(v.kConv?.n2),
      // Where only the last frame passes, t1 is its doing: it is its own reference.
      "t1 (NFE)": v.t1 && !v.t1.byConstruction ? v.t1.nfe : "not before the end",
    };
  });
}
