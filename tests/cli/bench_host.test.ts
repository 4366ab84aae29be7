// ./kgen bench host: a report of a host that can be put beside another. Nothing here is about speed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hostReport } from "../../lib/cli/bench_host_report.ts";
import { hostMarkdown } from "../../lib/cli/bench_host_text.ts";
import { stepRatio } from "../../lib/cli/bench_plugin_step.ts";
import { kgen, scratch } from "./kgen.ts";

const { folder, clean } = scratch();
test.after(clean);

test("on the embedded host: every node, cold and warm, as JSON and as a table beside another report", async () => {
  const args = [
    "bench",
    "host",
    "--host",
    "embedded",
    "--steps",
    "2",
    "--cold",
    "1",
    "--runs",
    "2",
  ];
  const file = join(folder, "a.json");
  const { code, out, err } = await kgen([...args, "--json", "--out", file]);
  assert.is(code, 0, err);
  const report = JSON.parse(out);
  assert.equal(JSON.parse(readFileSync(file, "utf8")), report);
  assert.equal(report.runs, { cold: 1, warm: 2 });
  const row = (phase: string) => report.rows.find((r: { phase: string }) => r.phase === phase);
  for (const phase of ["load", "encode", "sample", "decode", "save", "job"]) {
    assert.is(row(phase).cold.n, 1, phase);
  }
  // The text is new in each run and so encoded again; the model is loaded once.
  assert.is(row("load").warm, null);
  assert.is(row("encode").warm.n, 2);
  assert.is(row("sample").node, "3 KSampler");
  assert.is(report.settings.steps, 2);
  assert.is(report.way, "previews");
  assert.ok(report.kSampling.median > 0);
  const { median, lowest, highest } = row("job").warm;
  assert.ok(lowest <= median && median <= highest);

  const beside = await kgen([...args, "--with", file]);
  assert.is(beside.code, 0, beside.err);
  assert.match(
    beside.out,
    /\| phase \| node \| cold A \| warm A \| range A \| cold B \| warm B \| range B \|/,
  );
  const lines = beside.out.split("\n").filter((l) => l.startsWith("|"));
  assert.ok(
    lines.every((l) => l.split("|").length === lines[0].split("|").length),
    "a ragged table",
  );
  assert.match(beside.out, /k_gen A over .* 2 warm runs; times of messages, previews on\)/);
  assert.match(beside.out, /load \| 28 UNETLoader \| [\d.]+ \| cached/);
});

/** What a report reads of a Run. */
function runOf(way: string, previewMethod: string, gpu: string | null = null): any {
  const evaluations = [1, 2, 3].map((n) => ({ nfe: n, t: n / 10, tJob: n / 10 }));
  const phase = (node: string, classType: string) => ({
    node,
    classType,
    phase: "sample",
    seconds: 0.3,
    cached: false,
  });
  return {
    way,
    previewMethod,
    evaluations,
    phases: [phase("kgen-model-3", "KgenModel"), phase("3", "KSampler")],
    times: { success: 1 },
    host: { url: "http://h", gpu },
    versions: { kgen: "0" },
    workflow: { name: "w" },
  };
}

test("the rate says whose times it rests on, and there is none by messages without previews", () => {
  const report = (run: any) => hostReport({ cold: [], warm: [run, run] });
  const text = (run: any) => hostMarkdown(report(run));
  const plugin = report(runOf("plugin", "none", "H100"));
  assert.is(plugin.kSampling!.median.toFixed(3), "10.000");
  assert.equal(plugin.rows.map((r) => r.node), ["3 KSampler", null], "the kit's nodes are no part");
  assert.match(hostMarkdown(plugin), "times by the plugin");
  assert.match(text(runOf("previews", "latent2rgb", "H100")), /previews on: up to 6 % too high/);
  assert.is(report(runOf("previews", "none", "H100")).kSampling, null);
  assert.not.match(text(runOf("previews", "none", "H100")), "k_gen");
  assert.match(
    hostMarkdown(plugin, [{ ...plugin, way: undefined }]),
    "with previews off, which tell little",
  );
});

test("a file that is no report is refused by its name", async () => {
  const { code, err } = await kgen(["bench", "host", "--with", join(folder, "none.json")]);
  assert.is(code, 2);
  assert.match(err, /none\.json cannot be read/);
});

test("bench plugin: a step is the slope of whole jobs, so what a job costs once is not in it", () => {
  // SYNTHETIC: 0.15 s a step, 0.153 with the watch, which also costs 0.5 s a job.
  const pair = (noise: number) => ({
    plain: { short: 0.4 + 4 * 0.15, long: 0.4 + 16 * 0.15 + noise },
    watched: { short: 0.9 + 4 * 0.153, long: 0.9 + 16 * 0.153 + noise },
  });
  const { ratio, plainMs } = stepRatio([-0.01, 0, 0.01].map(pair), 12);
  assert.ok(Math.abs(plainMs - 150) < 1e-9);
  assert.ok(Math.abs(ratio - 1.02) < 1e-9);
});

test.run();
