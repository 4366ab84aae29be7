import { readTelemetry, type Run } from "@kgen/capture";
import { type FrameRow, ScoreError, scoreRows } from "@kgen/tables";
import type { CellRecord } from "./record.ts";
import { type Row, runRow } from "./run_row.ts";

/** What a row of a part holds. */
export type PartKind = "run" | "evaluation" | "score" | "telemetry";

/** Every column of a part, with what stands there where a row has nothing: so all parts have the same types. */
const blank = {
  kind: "",
  cell: "",
  condition: "",
  group: "",
  tag: "",
  change: "",
  repeat: null,
  // Those of the tidy schema.
  run: "",
  host: "",
  variant: "",
  gpu: "",
  prompt: "",
  seed: null,
  batch: null,
  step: null,
  nfe: null,
  t_s: null,
  sigma: null,
  metric: "",
  value: null,
  reference: "",
  tool: "",
  way: "",
  temperature_c: null,
  sm_clock_mhz: null,
  power_w: null,
  // Of evaluations and telemetry: s since submission.
  t_job_s: null,
  memory_temperature_c: null,
  memory_clock_mhz: null,
  utilization_percent: null,
  memory_used_mib: null,
  power_limit_w: null,
  throttle_bits: null,
  gpu_index: null,
  // Of runs, as in runs.csv.
  url: "",
  device: "",
  session: null,
  order: null,
  start: "",
  steps: null,
  cfg: null,
  width: null,
  height: null,
  sampler: "",
  scheduler: "",
  model: "",
  dtype: "",
  workflow: "",
  first_eval_s: null,
  last_eval_s: null,
  success_s: null,
  job_s: null,
  k_sampling: null,
  k_job: null,
  t_before_c: null,
  t_during_c: null,
  attempts: null,
  warnings: null,
  finished: "",
} as const;

/** Names of the columns of a part, in order. */
export const partColumns: readonly string[] = Object.keys(blank);

/** The rows of a cell's part: one of kind "run", and those of its evaluations, scores and telemetry. */
export async function partRows(
  record: CellRecord,
  run: Run,
  scores: readonly FrameRow[],
): Promise<Row[]> {
  const { cell } = record;
  const common = {
    cell: record.id,
    condition: cell.condition,
    group: cell.group,
    tag: cell.tag,
    change: cell.change,
    repeat: cell.repeat,
    run: record.run,
    host: record.url,
    url: record.url,
    device: run.host.device,
    variant: run.variant,
    gpu: run.host.gpu,
    prompt: run.prompt,
    seed: run.seed,
    batch: run.batch,
    session: record.session,
  };
  const of = (kind: PartKind, own: Row): Row => filled({ ...own, ...common, kind });
  const telemetry = await readTelemetry(run).catch(() => []);
  return [
    of("run", { ...await runRow(record, run), finished: record.finished }),
    ...run.evaluations.map((e) =>
      of("evaluation", { step: e.step, nfe: e.nfe, t_s: e.t, t_job_s: e.tJob, sigma: e.sigma })
    ),
    ...scores.map((row) => of("score", row as unknown as Row)),
    ...telemetry.map(({ t_s, gpu, ...rest }) =>
      of("telemetry", { ...rest as unknown as Row, t_job_s: t_s, gpu_index: gpu })
    ),
  ];
}

/** The scores of a Run's frames; what cannot be scored is said and left out. */
export async function partScores(
  run: Run,
  metrics: readonly string[],
  say: (word: string) => void = () => {},
): Promise<FrameRow[]> {
  if (!run.evaluations.some((e) => e.frame !== null)) return [];
  const onProblem = (problem: ScoreError) => say(problem.message);
  return await scoreRows(run, metrics, { onProblem });
}

function filled(row: Row): Row {
  return Object.fromEntries(
    Object.entries(blank).map(([name, nothing]) => [name, row[name] ?? nothing]),
  );
}
