import {
  genevalScore,
  importCleanFid,
  importCsv,
  type Imported,
  ImportError,
  importGenEval,
  importPyiqa,
  importScores,
  importTorchFidelity,
  metric,
} from "@kgen/quality";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

// Made by the tools themselves, or by hand after their sources: see imports/make_formats.py.
const at = (name: string) => fileURLToPath(new URL(`imports/${name}`, import.meta.url));
const values = ({ rows }: Imported) => rows.map((r) => r.value);
const say = ({ problems }: Imported) => problems.map((p) => p.message.slice(p.file.length));

async function failure(work: Promise<unknown>): Promise<ImportError> {
  try {
    await work;
  } catch (e) {
    assert.instance(e, ImportError);
    return e as ImportError;
  }
  return assert.unreachable("it was accepted") as never;
}

test("pyiqa CSV: names with commas, quotes, Chinese; the metric from the file's name", async () => {
  const got = await importPyiqa(at("pyiqa_psnr.csv"), { version: "0.1.16" });
  assert.equal(got.problems, []);
  assert.is(got.rows.length, 6);
  assert.equal(got.rows[0], {
    file: "001.png",
    metric: "psnr",
    value: 18.45220184326172,
    tool: "pyiqa",
    version: "0.1.16",
  });
  assert.equal(got.rows.slice(3).map((r) => r.file), ["it's 6.png", "step, 4.png", '樱花 "5".png']);
  assert.equal(values(await importPyiqa(at("pyiqa_windows_csv.csv"), { metric: "niqe" })), [
    4.5,
    4.75,
  ]);
});

test("pyiqa's gmsd is on the Y channel, and is not called gmsd", async () => {
  const got = await importPyiqa(at("pyiqa_gmsd.csv"));
  assert.is(got.rows[0].metric, "gmsd_y");
  assert.match(got.warnings[0], /on the Y channel/);
  assert.is(metric("gmsd_y").direction, "lower");
});

test("pyiqa CSV of old: tabs, and the metric from its last line", async () => {
  const got = await importPyiqa(at("pyiqa_old_tabs.txt"));
  assert.equal(got.rows.map((r) => [r.metric, r.value]), [
    ["psnr", 17.9],
    ["psnr", 19.25],
    ["psnr", 21.5],
  ]);
  assert.equal(got.problems, []);
});

test("pyiqa CSV: missing and NaN are problems with their line, all else is kept", async () => {
  const got = await importPyiqa(at("pyiqa_nan_inf.csv"), { metric: "niqe" });
  assert.equal(values(got), [5.25, Infinity, -1.5e-5]);
  assert.equal(say(got), [
    ", line 1: niqe of 001.png is missing or NaN, expected a number.",
    ", line 4: niqe of 004.png is missing or NaN, expected a number.",
  ]);
  assert.match(got.warnings[0], /2 of its values of niqe are outside 0 to 100, first Infinity/);
});

test("pyiqa CSV: no name for the metric, or nothing in it, says what to do", async () => {
  assert.match((await failure(importPyiqa(at("pyiqa_one_file.csv")))).message, /give \{ metric/);
  const empty = await failure(importPyiqa(at("pyiqa_fid_is_empty.csv")));
  assert.match(empty.message, /empty\. pyiqa writes nothing into --save_file for fid/);
  assert.is(empty.line, null);
});

test("pyiqa command: means of sets, fid as a number, inception score with deviation", async () => {
  const got = await importPyiqa(at("pyiqa_cli.txt"), { set: "frames" });
  assert.equal(got.rows[1], {
    file: "frames",
    metric: "psnr",
    value: 32.93632411956787,
    tool: "pyiqa",
    set: true,
    extra: { statistic: "mean" },
  });
  const old = await importPyiqa(at("pyiqa_cli_numpy1.txt"));
  assert.equal(old.rows.map((r) => [r.metric, r.value]), [["fid", 182.94381206], ["niqe", 5.125]]);
  assert.match(old.warnings[0], /does not say of which pictures/);
  const windows = await importPyiqa(at("pyiqa_cli_windows_nan.txt"), { set: "frames" });
  assert.equal(windows.rows.map((r) => [r.file, r.metric, r.value]), [
    ["frames", "inception_score", 1.5],
    ["frames/002.png", "niqe", 5.25],
  ]);
  assert.equal(windows.rows[0].extra, { std: 0.25 });
  assert.equal(say(windows), [
    ", line 3: niqe of frames/001.png is missing or NaN, expected a number.",
  ]);
});

test("pyiqa command -v: each picture with its reference, apostrophes and quotes too", async () => {
  const got = await importPyiqa(at("pyiqa_cli_verbose.txt"));
  assert.is(got.rows.length, 12);
  const row = got.rows.find((r) => r.metric === "psnr" && r.file === "frames/it's 6.png")!;
  assert.is(row.value, 80);
  assert.equal(row.extra, { reference: "final/it's 6.png" });
  assert.ok(got.rows.some((r) => r.file === 'frames/樱花 "5".png'));
  assert.not.ok(got.rows.some((r) => r.set));
});

test("torch-fidelity: every metric, deviations beside their means", async () => {
  const o = { set: "frames/008", reference: "final", version: "0.4.0" };
  const got = await importTorchFidelity(at("torch_fidelity.json.txt"), o);
  assert.equal(got.rows.map((r) => r.metric), [
    "inception_score",
    "fid",
    "kid",
    "precision",
    "recall",
    "f_score",
  ]);
  assert.equal(got.rows[1], {
    file: "frames/008",
    metric: "fid",
    value: 1.3140278721949805,
    tool: "torch-fidelity",
    version: "0.4.0",
    set: true,
    extra: { reference: "final" },
  });
  assert.equal(got.rows[2].extra, { std: 0.0111674312566631, reference: "final" });
  assert.equal(got.rows.map((r) => metric(r.metric).direction === "higher"), [
    true,
    false,
    false,
    true,
    true,
    true,
  ]);
  assert.equal(got.warnings, []);
});

test("torch-fidelity: lines, 2>&1, NaN and Infinity as bare words, negative KID", async () => {
  const lines = await importTorchFidelity(at("torch_fidelity_text.txt"));
  assert.equal(values(lines).slice(1, 3), [1.314028, 0.06575867]);
  assert.match(lines.warnings[0], /does not say of which set/);
  assert.equal(values(await importTorchFidelity(at("torch_fidelity_2to1.txt"))), [18.121982574]);
  assert.equal(values(await importTorchFidelity(at("torch_fidelity_fid_only.json.txt"))), [
    1.3140278721949805,
  ]);
  const nan = await importTorchFidelity(at("torch_fidelity_nan.json.txt"), { set: "a" });
  assert.equal(say(nan), [", line 4: fid of a is missing or NaN, expected a number."]);
  assert.is(nan.rows.find((r) => r.metric === "ppl")!.value, Infinity);
  const kid = await importTorchFidelity(at("torch_fidelity_kid_negative.json.txt"), { set: "a" });
  assert.is(kid.rows[0].value, -0.0011662554740905762);
  assert.equal(kid.warnings, []);
});

test("torch-fidelity: cut off, or not its output", async () => {
  const cut = { file: "out.json", text: '{\n    "precision": 0.5,\n    "recall": ' };
  const e = await failure(importTorchFidelity(cut));
  assert.is(e.message, "out.json, line 3: the text ends, expected a value.");
  const other = { file: "other.json", text: '{"accuracy": 0.5}' };
  assert.match((await failure(importTorchFidelity(other))).message, /no score of torch-fidelity/);
});

test("clean-fid: what it prints, names, our form; a bare number asks", async () => {
  const printed = await importCleanFid(at("clean_fid_stdout.txt"), { set: "frames/008" });
  assert.equal(printed.rows.map((r) => [r.metric, r.value, r.tool]), [
    ["fid", 1.314027872194984, "clean-fid"],
  ]);
  const named = await importCleanFid(at("clean_fid_named.txt"));
  assert.equal(named.rows.map((r) => [r.metric, r.value]), [["fid", 1.314], ["kid", -1.2e-5]]);
  const ours = await importCleanFid(at("clean_fid_kgen.json.txt"));
  assert.is(ours.rows[0].file, "frames/008");
  assert.is(ours.rows[0].version, "0.1.35");
  assert.equal(ours.rows[0].extra, {
    mode: "clean",
    model_name: "inception_v3",
    n: "300 300",
    reference: "final",
  });
  const e = await failure(importCleanFid(at("clean_fid_number.txt")));
  assert.match(e.message, /line 1: a bare number: is it FID or KID/);
});

test("GenEval: correct, reason, tag; paths of Windows; the overall score is over tags", async () => {
  const got = await importGenEval(at("geneval_results.jsonl"));
  assert.equal(values(got), [1, 0, 0, 0, 0, 0]);
  assert.is(got.rows[0].file, "images/00000/samples/0000.png");
  assert.equal(got.rows[1].extra, {
    tag: "single_object",
    prompt: "a photo of a bench",
    reason: "expected bench>=1, found 0",
  });
  assert.is(genevalScore(got.rows), 0.5 / 4); // over pictures it would be 1 of 6
  const windows = await importGenEval(at("geneval_windows.jsonl"));
  assert.is(windows.rows[0].file, "D:/runs/images/00000/samples/0000.png");
});

test("GenEval of any make: BOM, blank and cut lines, 1, False, null", async () => {
  const got = await importGenEval(at("geneval_loose.jsonl"));
  assert.equal(values(got), [1, 1, 0]);
  assert.is(got.rows[1].extra?.prompt, "一张红色苹果的照片");
  assert.match(say(got)[0], /^, line 4: found \{"filename":.*expected a JSON object/);
  assert.is(say(got)[1], ", line 6: correct of x.png is null, expected true or false.");
});

test("any CSV: BOM, semicolons and decimal commas", async () => {
  const map = { file: "datei", scores: { PSNR: "psnr", SSIM: "ssim" }, tool: "my-tool" };
  const got = await importCsv(at("any_semicolon_bom.csv"), map);
  assert.equal(values(got), [17.93, 0.412, 19.25, 0.55]);
  assert.is(got.rows[0].tool, "my-tool");
  assert.equal(say(got), [
    ", line 4: psnr of 003.png is missing or NaN, expected a number.",
    ", line 4: ssim of 003.png is missing or NaN, expected a number.",
  ]);
});

test("any CSV: backslashes, a picture twice, n/a, a short row", async () => {
  const map = { file: "file", scores: { lpips: "lpips" }, extra: ["run"] };
  const got = await importCsv(at("any_header.csv"), map);
  assert.equal(got.rows.map((r) => [r.file, r.value]), [
    ["RUN_a/frames/001.png", 0.41],
    ["RUN_a/frames/002.png", 0.33],
    ["002.png", 0.33],
    ["frames/004.png", 0.2],
  ]);
  assert.equal([got.rows[0].extra, got.rows[3].extra], [{ run: "a" }, undefined]);
  assert.equal(say(got), [
    ", line 5: lpips of 002.png again; that of line 4 is kept.",
    ", line 6: lpips of frames/003.png is missing or NaN, expected a number.",
  ]);
});

test("any CSV: what is wrong with the file or the map is said", async () => {
  const csv = (text: string) => ({ file: "a.csv", text });
  const map = { file: "file", scores: { lpips: "lpips" } };
  const words = async (text: string, o = {}) =>
    (await failure(importCsv(csv(text), { ...map, ...o }))).message;
  assert.is(
    await words("file,psnr\na,1"),
    'a.csv, line 1: no column "lpips", the columns are "file", "psnr".',
  );
  assert.match(
    await words("file,lpips\na,0.1", { directions: { lpips: "higher" } }),
    /better when lower/,
  );
  assert.match(await words('file,lpips\n"a,0.1'), /line 2: a quote is opened and never closed/);
  assert.match(
    await words("file,lpips\na,oops"),
    /line 2: lpips of a is "oops", expected a number/,
  );
  assert.match(await words("file,lpips\na,b,0.1"), /3 fields, expected 2: a name with "," in it/);
  assert.match(await words(""), /empty/);
  assert.match(
    (await failure(importCsv(csv("file\na"), { file: "file" }))).message,
    /must say where/,
  );
});

test("unknown metrics are kept with a warning, and unusual values get one", async () => {
  const text = "picture;beauty;lpips\n1.png;7;41\n";
  const map = { file: "picture", scores: { beauty: "beauty", lpips: "lpips" } };
  const got = await importCsv({ file: "b.csv", text }, map);
  assert.equal(values(got), [7, 41]);
  assert.match(got.warnings[0], /"beauty" is not a metric that kgen knows/);
  assert.match(got.warnings[1], /1 of its values of lpips are outside 0 to 1, first 41 \(1\.png\)/);
});

test("importScores recognises every file here", async () => {
  const kinds: Record<string, string> = {
    "any_header.csv": "CSV",
    "clean_fid_kgen.json.txt": "clean-fid",
    "clean_fid_named.txt": "clean-fid",
    "clean_fid_stdout.txt": "clean-fid",
    "geneval_loose.jsonl": "GenEval JSONL",
    "geneval_results.jsonl": "GenEval JSONL",
    "geneval_windows.jsonl": "GenEval JSONL",
    "pyiqa_cli.txt": "pyiqa command",
    "pyiqa_cli_numpy1.txt": "pyiqa command",
    "pyiqa_cli_verbose.txt": "pyiqa command",
    "pyiqa_cli_windows_nan.txt": "pyiqa command",
    "pyiqa_gmsd.csv": "pyiqa CSV",
    "pyiqa_old_tabs.txt": "pyiqa CSV",
    "pyiqa_psnr.csv": "pyiqa CSV",
    "torch_fidelity.json.txt": "torch-fidelity",
    "torch_fidelity_2to1.txt": "torch-fidelity",
    "torch_fidelity_fid_only.json.txt": "torch-fidelity",
    "torch_fidelity_kid_negative.json.txt": "torch-fidelity",
    "torch_fidelity_nan.json.txt": "torch-fidelity",
    "torch_fidelity_text.txt": "torch-fidelity",
  };
  for (const [name, kind] of Object.entries(kinds)) {
    const got = await importScores(at(name));
    assert.is(got.kind, kind, name);
    assert.ok(got.rows.length > 0, name);
  }
  const one = await importScores(at("pyiqa_one_file.csv"), { metric: "psnr" });
  assert.equal(values(one), [18.45220184326172]);
  assert.equal(values(await importScores(at("clean_fid_number.txt"), { metric: "fid" })), [
    1.314027872194984,
  ]);
});

test("what importScores does not know it says, with the columns", async () => {
  const e = await failure(importScores(at("any_semicolon_bom.csv")));
  assert.match(e.message, /its columns are Datei, PSNR, SSIM\. Use importCsv/);
  const prose = await failure(importScores({ file: "a.txt", text: "\nDear all" }));
  assert.match(prose.message, /a\.txt, line 2: .* it begins "Dear all"/);
  assert.match((await failure(importScores(at("none.csv")))).message, /none\.csv: no such file/);
});

test("UTF-16, as PowerShell writes it, is read; other encodings are named", async () => {
  const dir = await mkdtemp(join(tmpdir(), "kgen-import-"));
  try {
    const path = join(dir, "pyiqa_niqe.csv");
    const utf16 = Uint8Array.from("\ufeff樱.png,5.5\r\n", (c) => c.charCodeAt(0));
    const bytes = new Uint8Array(
      Uint16Array.from("\ufeff樱.png,5.5\r\n", (c) => c.charCodeAt(0)).buffer,
    );
    await writeFile(path, bytes);
    const got = await importScores(path);
    assert.equal([got.rows[0].file, got.rows[0].value], ["樱.png", 5.5]);
    assert.equal(
      (await importScores({ file: path, text: "\ufeffa.png,5\n" })).rows[0].file,
      "a.png",
    );
    await writeFile(path, utf16.map((v) => v || 0xff));
    assert.match((await failure(importScores(path))).message, /not a text in UTF-8/);
  } finally {
    await rm(dir, { recursive: true });
  }
});

test.run();
