import process from "node:process";
import { parseArgs } from "node:util";
import type { Run } from "@kgen/capture";
import { orderTable } from "@kgen/kinetics";
import { textTable } from "@kgen/tables";
import { type Command, UsageError } from "./command.ts";
import { findRun } from "./find_run.ts";
import { METRICS, type Rates, ratesOf } from "./rates.ts";

export const command: Command = {
  help: `
./kgen show RUN [--json]

One Run: its conditions, every evaluation with its scores, and its rates. RUN is a folder or an id from ./kgen list.
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      options: { json: { type: "boolean" } },
      allowPositionals: true,
    });
    if (positionals.length !== 1) throw new UsageError("show takes one RUN");
    const run = await findRun(positionals[0]);
    const rates = await ratesOf(run);
    if (values.json) {
      process.stdout.write(JSON.stringify({ run, rates }, null, 2) + "\n");
      return 0;
    }
    console.log(conditions(run));
    if (run.evaluations.length) console.log("\n" + textTable(evaluationRows(run, rates)));
    console.log("\n" + results(rates));
    return 0;
  },
};

function conditions(run: Run): string {
  const { host } = run;
  const lines = [
    `${run.id}: ${run.status}` + (run.error ? ` (${run.error.message})` : ""),
    `prompt      ${run.prompt}`,
    `workflow    ${run.workflow.name}, ${run.variant}, model ${run.model}`,
    `sampling    ${run.steps} steps, ${run.sampler}, ${run.scheduler}, cfg ${run.cfg}, seed ${run.seed}, ` +
    `${run.width}x${run.height}, batch ${run.batch}: ${run.nfe} NFE`,
    `host        ${host.kind}, ComfyUI ${host.comfyui}, ${
      host.gpu ?? host.device
    } (${run.start} start)`,
    `way         ${run.way}`,
    ...run.telemetry ? [`telemetry   ${telemetryText(run.telemetry)}`] : [],
    `phases      ${run.phases.map((p) => `${p.classType} ${p.seconds.toFixed(3)} s`).join(", ")}`,
    ...run.adapted.map((text) => `adapted     ${text}`),
    ...run.notes.map((text) => `note        ${text}`),
    ...run.warnings.map((text) => `warning     ${text}`),
    `folder      ${run.dir}`,
  ];
  return lines.join("\n");
}

function telemetryText(t: NonNullable<Run["telemetry"]>): string {
  const parts: [number | null, string][] = [
    [t.t_before_c, "°C before"],
    [t.t_during_c, "°C during"],
    [t.power_w, "W"],
    [t.sm_clock_mhz, "MHz"],
    [t.max_memory_mib, "MiB at most"],
  ];
  const told = parts.filter(([v]) => v !== null).map(([v, unit]) => `${+v!.toFixed(1)} ${unit}`);
  const samples = `${t.source}, ${t.samples} samples`;
  return [samples, ...told, `throttled by ${t.throttle.join(", ") || "nothing"}`].join(", ");
}

function evaluationRows(run: Run, rates: Rates): Record<string, unknown>[] {
  return run.evaluations.map((e) => ({
    step: e.step,
    NFE: e.nfe,
    "t (s)": e.t.toFixed(3),
    sigma: e.sigma === null ? null : e.sigma.toFixed(4),
    ...Object.fromEntries(METRICS.map((name) => {
      const row = rates.rows.find((r) => r.metric === name && r.step === e.step);
      return [name, row ? Number(row.value.toPrecision(4)) : null];
    })),
  }));
}

function t1Text(t1: Rates["t1"]): string {
  if (!t1) return "t1: I does not stay above 0.95";
  const how = t1.byConstruction ? ", only by the last frame, which is its own reference" : "";
  return `t1 (I stays above 0.95): step ${t1.step}, NFE ${t1.nfe}${how}`;
}

function results(rates: Rates): string {
  const lines = [rates.kNfe.sampling, rates.kNfe.job].filter((rate) => rate !== null).map(String);
  if (rates.fits) lines.push(textTable(orderTable(rates.fits)), rates.fits.verdict);
  lines.push(t1Text(rates.t1));
  lines.push(...rates.why.map((sentence) => `not computed: ${sentence}`));
  return lines.join("\n");
}
