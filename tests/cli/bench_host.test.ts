// ./kgen bench host: a report of a host that can be put beside another. Nothing here is about speed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
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
  assert.match(beside.out, /load \| 28 UNETLoader \| [\d.]+ \| cached/);
});

test("a file that is no report is refused by its name", async () => {
  const { code, err } = await kgen(["bench", "host", "--with", join(folder, "none.json")]);
  assert.is(code, 2);
  assert.match(err, /none\.json cannot be read/);
});

test.run();
