import { rowsOf, score, type ScoredRun, ScoreError, scoreRows } from "@kgen/tables";
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
  });
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
  assert.match(await scoreRows(run, ["fid"]).catch((e) => e.message), /no quality metric "fid"/);
  assert.is((await scoreRows(await makeRun("u", [1]), ["rmse", "rmse"])).length, 1);
});

test.run();
