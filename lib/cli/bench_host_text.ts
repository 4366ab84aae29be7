import type { HostReport, ReportRow, Seconds } from "./bench_host_report.ts";

const words: Record<string, string> = {
  load: "load",
  encode: "text",
  sample: "sampler",
  decode: "VAE decode",
  save: "save",
  other: "other",
  job: "**whole job**",
};

/** The report as one markdown table, ready to be pasted into an issue; with others, one table of all hosts. */
export function hostMarkdown(report: HostReport, others: HostReport[] = []): string {
  const all = [report, ...others];
  const heads = all.length === 1 ? [""] : all.map((_, i) => ` ${String.fromCharCode(65 + i)}`);
  const rows = new Map<string, ReportRow[]>();
  for (const r of all) {
    for (const row of r.rows) {
      const key = `${row.phase}\n${row.node ?? ""}`;
      if (!rows.has(key)) rows.set(key, []);
    }
  }
  const order = Object.keys(words);
  const keys = [...rows.keys()].sort((a, b) =>
    order.indexOf(a.split("\n")[0]) - order.indexOf(b.split("\n")[0])
  );
  const lines = keys.map((key) => {
    const [phase, node] = key.split("\n");
    const cells = all.flatMap((r) => {
      const row = r.rows.find((x) => x.phase === phase && (x.node ?? "") === node);
      if (!row) return ["", "", ""];
      const none = phase === "job" ? "" : "cached";
      return [
        number(row.cold, r.runs.cold > 0 ? none : ""),
        number(row.warm, none),
        spread(row.warm),
      ];
    });
    return `| ${words[phase]} | ${node} | ${cells.join(" | ")} |`;
  });
  const head = ["phase", "node", ...heads.flatMap((h) => [`cold${h}`, `warm${h}`, `range${h}`])];
  const rates = all.map((r, i) =>
    r.kSampling === null
      ? ""
      : `k_gen${heads[i]} over the sampling window: ${r.kSampling.median.toPrecision(4)} NFE/s ` +
        `(${r.kSampling.lowest.toPrecision(4)} to ${
          r.kSampling.highest.toPrecision(4)
        }, ${r.kSampling.n} warm runs; ${timesOf(r)})  `
  );
  return [
    ...all.map((r, i) => describe(r, heads[i])),
    "",
    `| ${head.join(" | ")} |`,
    `| --- | --- | ${all.flatMap(() => ["---:", "---:", "---:"]).join(" | ")} |`,
    ...lines,
    "",
    ...rates.filter((t) => t !== ""),
    "Seconds, median of the runs; the range is lowest to highest. Cold: the first run after ComfyUI was told to unload its models " +
    "and free its memory; files may still be in the memory of the system. ComfyUI puts weights onto the GPU when they are first used, " +
    "so a cold text or sampler node holds that too. Warm: new seed and new text each time; cached: the host had the result.",
  ].join("\n");
}

function describe(r: HostReport, head: string): string {
  const { host, versions } = r;
  const parts = [
    host.gpu ?? host.device,
    host.vramTotal === null ? null : `${(host.vramTotal / 2 ** 30).toFixed(0)} GiB`,
    host.comfyui && `ComfyUI ${host.comfyui}`,
    host.pytorch && `PyTorch ${host.pytorch}`,
    host.python && `Python ${host.python}`,
    host.os,
    versions.embedded && `embedded host of kgen ${versions.embedded}`,
    `kgen ${versions.kgen}`,
    r.created.slice(0, 10),
  ];
  const set = Object.entries(r.settings).map(([k, v]) => `${k} ${v}`).join(", ");
  return `${head ? `**${head.trim()}**: ` : ""}${parts.filter((p) => p).join(", ")}  \n` +
    `${r.workflow.name}: ${set}; ${r.runs.cold} cold and ${r.runs.warm} warm runs  `;
}

/** Whose times the rate rests on. */
function timesOf(r: HostReport): string {
  if (r.way === undefined) return "times of messages with previews off, which tell little";
  if (r.way === "plugin") return "times by the plugin comfyui-kgen";
  return "times of messages, previews on" +
    (r.host.gpu === null ? "" : ": up to 6 % too high on a GPU, see data/h100-kit");
}

function number(s: Seconds | null, none: string): string {
  return s === null ? none : digits(s.median);
}

function spread(s: Seconds | null): string {
  return s === null ? "" : `${digits(s.lowest)} to ${digits(s.highest)}`;
}

const digits = (v: number) => v < 10 ? v.toFixed(3) : v.toFixed(2);
