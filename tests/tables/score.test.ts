import { metric, type Picture } from "@kgen/quality";
import { type Reference, rowsOf, score, type ScoredRun, ScoreError, scoreRows } from "@kgen/tables";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { test } from "uvu";
import * as assert from "uvu/assert";

const folder = await mkdtemp(join(tmpdir(), "kgen-score-"));
test.after(() => rm(folder, { recursive: true }));

/** A run of flat grey frames; null is an evaluation without a frame. */
async function makeRun(id: string, greys: (number | null)[], side = 16): Promise<ScoredRun> {
  const dir = join(folder, id);
  await mkdir(join(dir, "frames"), { recursive: true });
  const evaluations = await Promise.all(greys.map(async (grey, i) => {
    const frame = grey === null ? null : `frames/${String(i + 1).padStart(3, "0")}.png`;
    if (frame) {
      const create = { width: side, height: side, channels: 3 as const };
      const background = { r: grey!, g: grey!, b: grey! };
      await sharp({ create: { ...create, background } }).png().toFile(join(dir, frame));
    }
    const t = 0.03 * (i + 1);
    return { step: i + 1, evals: 2, nfe: 2 * i + 2, t, tJob: t + 1, sigma: null, frame };
  }));
  const host = { url: "http://user:secret@gpu.example:8188/x", kind: "remote", gpu: "H100" };
  return {
    id,
    variant: "base",
    prompt: "樱花",
    seed: 7,
    batch: 1,
    evaluations,
    host: host as ScoredRun["host"],
    dir,
  };
}

test("one row an evaluation and metric, scored against the last frame", async () => {
  const run = await makeRun("r1", [0, 204, 255]);
  const rows = await scoreRows(run, ["rmse", "psnr"]);
  assert.equal(rows.map((r) => [r.step, r.metric]), [
    [1, "rmse"],
    [1, "psnr"],
    [2, "rmse"],
    [2, "psnr"],
    [3, "rmse"],
    [3, "psnr"],
  ]);
  assert.equal(rows.filter((r) => r.metric === "rmse").map((r) => r.value), [1, 0.2, 0]);
  assert.is(rows[5].value, Infinity);
  assert.equal(rows[2], {
    run: "r1",
    host: "gpu.example:8188",
    variant: "base",
    gpu: "H100",
    prompt: "樱花",
    seed: 7,
    batch: 1,
    step: 2,
    nfe: 4,
    t_s: 0.06,
    sigma: null,
    metric: "rmse",
    value: 0.2,
    reference: "last frame",
    tool: "kgen",
    way: null,
    temperature_c: null,
    sm_clock_mhz: null,
    power_w: null,
  });
});

test("the GPU at the end of each evaluation stands beside its score", async () => {
  const run = await makeRun("hot", [0, 51, 102]); // at 1.03, 1.06 and 1.09 s since submission
  run.telemetry = { source: "nvidia-smi", file: "telemetry.csv" } as ScoredRun["telemetry"];
  run.way = "plugin";
  const table =
    "t_s,gpu,temperature_c,power_w,sm_clock_mhz\n1.05,0,61,640.5,1755\n1.08,0,62,,1740\n";
  await writeFile(join(run.dir!, "telemetry.csv"), table);
  const rows = await scoreRows(run, ["rmse"]);
  assert.equal(rows.map((r) => [r.way, r.temperature_c, r.power_w, r.sm_clock_mhz]), [
    ["plugin", null, null, null],
    ["plugin", 61, 640.5, 1755],
    ["plugin", 62, null, 1740],
  ]);
  await rm(join(run.dir!, "telemetry.csv"));
  assert.match(await scoreRows(run, ["rmse"]).catch((e) => e.message), /Run hot: its telemetry/);
  const problems: ScoreError[] = [];
  const kept = await scoreRows(run, ["rmse"], { onProblem: (p) => problems.push(p) });
  assert.equal([kept.length, problems.length, kept[1].power_w], [3, 1, null]);
});

test("other references: the saved picture, a file, a picture, several", async () => {
  const run = await makeRun("refs", [0, 51, 102]);
  const side = { width: 16, height: 16, channels: 3 as const };
  const grey = (v: number) => ({ ...side, data: new Uint8Array(16 * 16 * 3).fill(v) });
  const save = (v: number, path: string) => sharp(grey(v).data, { raw: side }).png().toFile(path);
  await save(51, join(run.dir!, "frames/final.png"));
  await save(102, join(folder, "castle.png"));
  const values = async (reference: Reference) =>
    (await scoreRows(run, ["rmse"], { reference })).map((r) => [r.step, r.value, r.reference]);
  assert.match(
    await values("final").catch((e) => e.message),
    /saved picture, the reference, .*no saved picture/,
  );
  run.final = "frames/final.png";
  assert.equal(await values("final"), [[1, 0.2, "final"], [2, 0, "final"], [3, 0.2, "final"]]);
  assert.equal((await values(join(folder, "castle.png")))[0], [1, 0.4, "castle.png"]);
  assert.equal((await values(grey(255)))[0], [1, 1, "picture"]);
  const set = { pictures: { dark: grey(0), castle: join(folder, "castle.png") } };
  assert.equal((await values(set)).slice(0, 2), [[1, 0, "dark"], [1, 0.4, "castle"]]);
  const paths = { pictures: [join(folder, "castle.png"), join(folder, "castle.png")] };
  assert.match(
    await values(paths).catch((e) => e.message),
    /Two references are called "castle\.png"/,
  );
  assert.match(
    await values(join(folder, "none.png")).catch((e) => e.message),
    /none\.png: no such/,
  );
});

test("metrics without reference are scored once, learned ones are waited for", async () => {
  const run = await makeRun("alone", [0, 102]);
  const reference = {
    pictures: { a: join(run.dir!, "frames/001.png"), b: join(run.dir!, "frames/002.png") },
  };
  const learned = {
    ...metric("rmse"),
    name: "learned",
    tool: "onnx",
    compare: undefined,
    compareAsync: (a: Picture, b: Picture) => Promise.resolve(b.data[0] - a.data[0]),
  };
  const rows = await scoreRows(run, ["noise", learned], { reference });
  assert.equal(rows.map((r) => [r.step, r.metric, r.reference, r.tool, r.value]), [
    [1, "noise", "none", "kgen", 0],
    [1, "learned", "a", "onnx", 0],
    [1, "learned", "b", "onnx", 102],
    [2, "noise", "none", "kgen", 0],
    [2, "learned", "a", "onnx", -102],
    [2, "learned", "b", "onnx", 0],
  ]);
  // Without metrics that compare, no reference is read.
  const only = await scoreRows(run, ["noise"], { reference: "no-such-picture.png" });
  assert.is(only.length, 2);
});

test("several runs in one frame, each against its own last frame", async () => {
  const runs = [await makeRun("a", [0, 255]), await makeRun("b", [255, 0])];
  const rows = rowsOf(await score(runs));
  assert.is(rows.length, 12);
  assert.equal(
    rows.filter((r) => r.step === 2 && r.metric === "ssim").map((r) => [r.run, r.value]),
    [
      ["a", 1],
      ["b", 1],
    ],
  );
});

test("evaluations without a frame have no row, and the last captured frame is the reference", async () => {
  const rows = await scoreRows(await makeRun("gap", [0, null, 51, null]), ["rmse"]);
  assert.equal(rows.map((r) => [r.step, r.value]), [[1, 0.2], [3, 0]]);
});

test("the embedded host is named so, whatever its port", async () => {
  const run = await makeRun("e", [1, 2]);
  run.host = { ...run.host, kind: "embedded", url: "http://127.0.0.1:40123", gpu: null };
  const [row] = await scoreRows(run, ["rmse"]);
  assert.is(row.host, "embedded");
  assert.is(row.gpu, null);
});

test("a run without frames or folder, and a broken frame, are told with run and file", async () => {
  const none = await makeRun("none", [null]);
  const error = await scoreRows(none).then(() => null, (e) => e);
  assert.instance(error, ScoreError);
  assert.match(error.message, /^Run none: it has no frames/);

  const { dir: _, ...unopened } = await makeRun("unopened", [1]);
  assert.match(
    await scoreRows(unopened).catch((e) => e.message),
    /no folder\. Open it with openRun/,
  );

  const broken = await makeRun("broken", [1, 2, 3]);
  await writeFile(join(broken.dir!, "frames/002.png"), "not a picture");
  assert.match(
    await scoreRows(broken).catch((e) => e.message),
    /Run broken: step 2 cannot be scored: .*002\.png: not a whole picture/,
  );
});

test("with onProblem the good rows are kept", async () => {
  const broken = await makeRun("half", [1, 2, 3]);
  await writeFile(join(broken.dir!, "frames/002.png"), "");
  const problems: string[] = [];
  const onProblem = (p: ScoreError) => problems.push(p.message);
  const runs = [await makeRun("none", [null]), broken];
  const rows = await scoreRows(runs, ["rmse"], { onProblem });
  assert.equal(rows.map((r) => r.step), [1, 3]);
  assert.is(problems.length, 2);
});

test("an unknown metric is refused before a picture is read, and none is scored twice", async () => {
  const { dir: _, ...run } = await makeRun("u", [1]);
  const told = async (name: string) => await scoreRows(run, [name]).catch((e) => e.message);
  assert.match(await told("beauty"), /no quality metric "beauty"/);
  assert.match(await told("fid"), /fid compares sets of pictures/);
  assert.match(await told("niqe"), /niqe is not computed here but by pyiqa: import its scores/);
  assert.is((await scoreRows(await makeRun("u", [1]), ["rmse", "rmse"])).length, 1);
});

test.run();
