// Records what a real ComfyUI with the plugin says during a capture, for tests that have none:
//   COMFY_URL=http://HOST:PORT deno run -A tests/capture/record_plugin.ts
// It writes tests/capture/transcripts/*.json. Ids become <job 1>, <job 2>; no machine's name is kept.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { capture, type CaptureOptions } from "@kgen/capture";
import { connect, template } from "@kgen/comfy";
import { fitting } from "./live.ts";

const scenarios: [string, string, CaptureOptions][] = [
  ["plugin-turbo", "zimage-turbo-speed-test", { steps: 4 }],
  ["plugin-heun-guided", "zimage-base-quality-benchmark", { steps: 3, sampler: "heun", cfg: 4 }],
  ["plugin-one-job", "zimage-turbo-speed-test", { steps: 3, separate: false }],
];

const host = await connect(process.env.COMFY_URL ?? "");
const fit = await fitting(host);
const out = mkdtempSync(join(tmpdir(), "kgen-record-"));
for (const [name, workflow, o] of scenarios) {
  const run = await capture(host, template(workflow), {
    ...fit,
    ...o,
    out,
    way: "plugin",
    prompt: "red apple",
    seed: 7,
    telemetry: "none",
  });
  const events = readFileSync(join(run.dir!, "events.jsonl"), "utf8").trimEnd().split("\n")
    .map((line) => JSON.parse(line));
  const jobs = [];
  const hidden = (value: unknown) =>
    run.jobs.reduce(
      (text, job, i) => text.replaceAll(job.promptId, `<job ${i + 1}>`),
      JSON.stringify(value),
    ).replaceAll(run.id, "<run>");
  for (const [i, { promptId, purpose }] of run.jobs.entries()) {
    const own = events.filter((e) => e.data?.prompt_id === promptId);
    const [entry] = Object.values<any>(await host.history(promptId));
    const { outputs, status } = entry;
    const messages = own.map((e) => [Math.round(1000 * (e.t - own[0].t)), e.type, e.data]);
    jobs.push(JSON.parse(hidden({ purpose, messages, history: { outputs, status } })));
    console.log(name, i + 1, purpose, messages.length);
  }
  const classes = [
    ...new Set(Object.values(run.workflow.graph).map((n) => n.class_type)),
    "KgenModel",
    "KgenCollect",
  ];
  const objectInfo: Record<string, unknown> = {};
  for (const c of classes) Object.assign(objectInfo, await host.objectInfo(c));
  const { models, width, height } = fit;
  const about = await host.call("/kgen");
  const doc = { workflow, options: { ...o, models, width, height }, about, objectInfo, jobs };
  const file = new URL(`./transcripts/${name}.json`, import.meta.url);
  writeFileSync(file, text(doc));
}
/** JSON with one message or node type a line, without ComfyUI's own texts. */
function text(doc: any): string {
  const plain = (value: unknown) =>
    JSON.stringify(
      value,
      (key, v) => /^(tooltip|description|search_aliases)$/.test(key) ? undefined : v,
    );
  const lines = (values: unknown[]) => values.map(plain).join(",\n    ");
  const { objectInfo, jobs, ...rest } = doc;
  const types = Object.entries(objectInfo).map(([k, v]) => `${JSON.stringify(k)}: ${plain(v)}`);
  const told = jobs.map(({ messages, ...job }: any) =>
    `  {\n    ${plain(job).slice(1, -1)},\n    "messages": [\n    ${lines(messages)}\n    ]\n  }`
  );
  return `{\n  ${plain(rest).slice(1, -1)},\n  "objectInfo": {\n    ${
    types.join(",\n    ")
  }\n  },\n` +
    `  "jobs": [\n${told.join(",\n")}\n  ]\n}\n`;
}
rmSync(out, { recursive: true });
await host.close();
