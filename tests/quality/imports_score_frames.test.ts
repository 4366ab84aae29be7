// workflows/gpu-host/score_frames.py, with false pyiqa and torch_fidelity in place of the real ones; what it writes is imported.
import { importScores } from "@kgen/quality";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

const script = fileURLToPath(new URL("../../workflows/gpu-host/score_frames.py", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "kgen-score-"));
const log = join(root, "log.txt");

const modules: Record<string, string> = {
  // Scores are sizes of files; a full-reference one is the difference of two, by 1000.
  pyiqa: `
import os
__version__ = "9.8"
def list_models(): return ["lpips", "niqe", "ssim"]
class Result:
    def __init__(self, v): self.v = v
    def item(self): return self.v
class Metric:
    def __init__(self, name): self.metric_mode = "FR" if name in ("lpips", "ssim") else "NR"
    def __call__(self, *paths):
        open(os.environ["FAKE_LOG"], "a").write(str(len(paths)) + "\\n")
        sizes = [os.path.getsize(p) for p in paths]
        if sizes[0] == 0: raise OSError("broken data stream")
        if sizes[0] == 13: return Result(float("nan"))
        return Result(float(sizes[0] if len(sizes) == 1 else (sizes[1] - sizes[0]) / 1000))
def create_metric(name, device=None):
    if name not in list_models(): raise ValueError("unknown metric " + name)
    return Metric(name)
`,
  torch_fidelity: `
import json, os
__version__ = "0.4.0"
def calculate_metrics(**o):
    files = [sorted(os.listdir(o[k])) for k in ("input1", "input2") if k in o]
    open(os.environ["FAKE_LOG"], "a").write(json.dumps({**o, "files": [len(f) for f in files]}) + "\\n")
    if o.get("prc") and len(os.listdir(o["input1"])) == 3: raise OSError("no weights of VGG16")
    out = {}
    if o.get("fid"): out["frechet_inception_distance"] = 1.5
    if o.get("kid"): out.update(kernel_inception_distance_mean=-1e-05, kernel_inception_distance_std=0.1)
    if o.get("isc"): out.update(inception_score_mean=3.0, inception_score_std=0.1)
    if o.get("prc"): out.update(precision=0.5, recall=float("nan"), f_score=0.6)
    return out
`,
};
for (const [name, text] of Object.entries(modules)) {
  mkdirSync(join(root, "fake", name), { recursive: true });
  writeFileSync(join(root, "fake", name, "__init__.py"), text);
}

/** A Run whose frames have those sizes; the final frame has 100. */
function run(folder: string, name: string, sizes: number[]): void {
  mkdirSync(join(folder, name, "frames"), { recursive: true });
  writeFileSync(join(folder, name, "run.json"), "{}");
  const put = (file: string, size: number) =>
    writeFileSync(join(folder, name, "frames", file), new Uint8Array(size));
  sizes.forEach((size, i) => put(`00${i + 1}.png`, size));
  put("final.png", 100);
}

function score(args: string[], fakes = true) {
  writeFileSync(log, "");
  const env: Record<string, string | undefined> = { ...process.env, FAKE_LOG: log };
  env.PYTHONPATH = fakes ? join(root, "fake") : "";
  env.PYTHONDONTWRITEBYTECODE = "1";
  const { status, stdout, stderr } = spawnSync("python3", [script, ...args], {
    env,
    cwd: root,
    encoding: "utf8",
    timeout: 30_000,
  });
  return {
    status,
    stdout,
    stderr,
    log: readFileSync(log, "utf8").trim().split("\n").filter(Boolean),
  };
}

const runs = join(root, "runs");
run(runs, `a "1", x`, [10, 20, 30]);
run(runs, "b", [11, 0, 13]);
const out = join(root, "scores.csv");

test("--list works without the tools, and says how to get them", () => {
  const got = score(["--list"], false);
  assert.is(got.status, 0);
  assert.match(got.stdout, /pyiqa: not installed.*pip install pyiqa/);
  assert.match(got.stdout, /torch-fidelity: not installed/);
  const both = score(["--list"]);
  assert.match(both.stdout, /pyiqa 9\.8\n {2}lpips niqe ssim/);
  assert.match(both.stdout, /torch-fidelity 0\.4\.0\n {2}fid kid is prc/);
});

test("wrong arguments end with 2 and a word", () => {
  const words: [string[], RegExp][] = [
    [[], /give a folder/],
    [[runs], /say what to compute/],
    [[runs, "--sets", "lpips"], /--sets knows fid, kid, is, prc, not lpips/],
    [[runs, "--metrics", "fid"], /fid describes a set of pictures: --sets fid/],
    [[runs, "--metrics", "niqe", "--reference", "none"], /none: no such folder/],
  ];
  for (const [args, word] of words) {
    const got = score(args);
    assert.is(got.status, 2);
    assert.match(got.stderr, word);
  }
  assert.match(score(["none", "--metrics", "niqe"]).stderr, /none: no such folder/);
  const without = score([runs, "--metrics", "niqe"], false);
  assert.is(without.status, 1);
  assert.match(without.stderr, /pip install pyiqa/);
});

test("frames of Runs: every good one is scored and imported, every bad one named", async () => {
  const got = score([runs, "--metrics", "niqe,lpips,beauty", "--out", out, "--device", "cpu"]);
  assert.is(got.status, 1);
  assert.match(got.stderr, /b\/frames\/002\.png: no niqe: broken data stream/);
  assert.match(got.stderr, /b\/frames\/003\.png: no niqe: the score is not a number/);
  assert.match(got.stderr, /pyiqa beauty: cannot be made \(unknown metric beauty\)/);
  assert.match(got.stdout, /8 scores; 10 missing/);
  const { rows, problems, warnings } = await importScores(out);
  assert.equal([problems, warnings], [[], []]);
  assert.is(rows.length, 8);
  const of = (file: string, metric: string) =>
    rows.find((r) => r.file === file && r.metric === metric);
  assert.equal(of(`a "1", x/frames/002.png`, "niqe"), {
    file: `a "1", x/frames/002.png`,
    metric: "niqe",
    value: 20,
    tool: "pyiqa",
    version: "9.8",
  });
  assert.is(of("b/frames/001.png", "lpips")?.value, 0.089);
  assert.not.ok(rows.some((r) => r.file.includes("final")));
});

test("what is there is not computed again", () => {
  const again = score([runs, "--metrics", "niqe", "--out", out, "--device", "cpu"]);
  assert.match(again.stdout, /niqe: 2 of 6 pictures to do/);
  assert.is(again.log.length, 2);
  writeFileSync(join(root, "other.csv"), "x,y\n");
  const other = score([runs, "--metrics", "niqe", "--out", join(root, "other.csv")]);
  assert.match(other.stderr, /not a file of this script/);
  assert.is(readFileSync(join(root, "other.csv"), "utf8"), "x,y\n");
});

test("pyiqa's ssim is on the Y channel and is called ssim_y", async () => {
  const path = join(root, "y.csv");
  score([join(runs, "b"), "--metrics", "ssim", "--out", path, "--device", "cpu"]);
  const { rows } = await importScores(path);
  assert.equal(rows.map((r) => [r.file, r.metric]), [["b/frames/001.png", "ssim_y"]]);
});

test("sets: one value a step over all Runs, against the final frames", async () => {
  const path = join(root, "sets.csv");
  const got = score([runs, "--sets", "fid,kid,is,prc", "--out", path, "--device", "cpu"]);
  assert.is(got.status, 1);
  assert.match(got.stderr, /frames\/001: 2 pictures, fewer than 2048/);
  assert.match(got.stderr, /frames\/001: torch-fidelity gave no recall/);
  const call = JSON.parse(got.log[0]);
  assert.equal([call.files, call.kid_subset_size, call.cuda, call.isc], [[2, 2], 2, false, true]);
  assert.not.ok(existsSync(call.input1));
  const { rows, problems } = await importScores(path);
  assert.equal(problems, []);
  assert.equal(rows.filter((r) => r.file === "frames/003").map((r) => [r.metric, r.value, r.set]), [
    ["f_score", 0.6, true],
    ["fid", 1.5, true],
    ["inception_score", 3, true],
    ["kid", -1e-5, true],
    ["precision", 0.5, true],
  ]);
});

test("one measure that fails does not take the others with it", async () => {
  const [three, path] = [join(root, "three"), join(root, "three.csv")];
  for (const name of ["a", "b", "c"]) run(three, name, [10]);
  const got = score([three, "--sets", "fid,prc", "--out", path, "--device", "cpu"]);
  assert.match(got.stderr, /frames\/001: no weights of VGG16/);
  assert.match(got.stderr, /torch-fidelity gave no precision/);
  assert.match(got.stdout, /1 scores; 3 missing/);
  assert.equal((await importScores(path)).rows.map((r) => [r.metric, r.value]), [["fid", 1.5]]);
});

test("a folder of pictures, with a reference of the same names; one picture is no set", async () => {
  const [set, reference] = [join(root, "set"), join(root, "reference")];
  for (const d of [set, reference]) mkdirSync(d);
  writeFileSync(join(set, "猫.png"), new Uint8Array(5));
  writeFileSync(join(set, "2.PNG"), new Uint8Array(6));
  writeFileSync(join(reference, "猫.png"), new Uint8Array(9));
  const path = join(root, "set.csv");
  const none = score([set, "--metrics", "lpips", "--out", path, "--device", "cpu"]);
  assert.match(none.stderr, /needs a reference: give --reference FOLDER/);
  const args = ["--metrics", "lpips", "--sets", "fid", "--reference", reference, "--out", path];
  const got = score([set, ...args, "--device", "cuda:1"]);
  assert.match(got.stderr, /2\.PNG: no lpips: the reference .*2\.PNG is not there/);
  assert.match(got.stderr, /a set needs 2 pictures and more, there are 2 and 1/);
  assert.equal((await importScores(path)).rows.map((r) => [r.file, r.value]), [["猫.png", 0.004]]);
  assert.equal(readdirSync(root).filter((f) => f.endsWith(".part")), []);
});

process.on("exit", () => rmSync(root, { recursive: true, force: true }));
test.run();
