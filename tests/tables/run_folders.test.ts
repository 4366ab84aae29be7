import { framesDataset, writeParquet } from "@kgen/tables";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { makeRunFolders } from "../../lib/cli/bench_tables_runs.ts";
import { row } from "./rows.ts";

const RUNS = 60;
const folder = await mkdtemp(join(tmpdir(), "kgen-runs-"));
const runs = join(folder, "runs");
await makeRunFolders(runs, RUNS);
test.after(() => rm(folder, { recursive: true }));

const ids = (await framesDataset(runs)).sources.map((s) => s.split(/[\\/]/).at(-1)!);

test("a folder of Runs is opened in 10 ms a Run", async () => {
  const began = performance.now();
  using ds = await framesDataset(runs);
  assert.ok(performance.now() - began < 10 * RUNS + 1500, `${performance.now() - began} ms`);
  const [{ n, k }] = await ds.sql(
    "select count(*) as n, avg(nfe / (last_eval_s - first_eval_s)) as k from runs",
  );
  assert.is(n, RUNS);
  assert.ok(Math.abs(Number(k) - 8 / 0.7) < 1e-9);
  const [first] = await ds.sql("select * from evaluations order by run, step limit 1");
  assert.equal([first.step, first.sigma, first.frame, first.temperature_c], [
    1,
    1,
    "frames/001.png",
    null,
  ]);
  assert.is(await ds.count(), 0);
  assert.match(ds.warnings.join(), /60 Runs are not scored.*metrics/);
});

test("scores are computed once and kept; a Run that changed is scored again", async () => {
  using first = await framesDataset(runs, { metrics: ["rmse"] });
  assert.equal(first.warnings, []);
  assert.is(await first.count(), 8 * RUNS);
  const kept = await stat(join(runs, "scores.parquet"));
  using second = await framesDataset(join(runs, "*"), { metrics: ["rmse"] });
  assert.is((await stat(join(runs, "scores.parquet"))).mtimeMs, kept.mtimeMs);
  const means = (await second.groupMean(["variant", "step"])).map((g) => g.mean);
  assert.equal(means, (await first.groupMean(["variant", "step"])).map((g) => g.mean));
  assert.is(means.length, 16);
  assert.is(means[7], 0);
  assert.ok(means[0]! > means[1]! && means[6]! > 0);

  const file = join(runs, ids[0], "run.json");
  const run = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...run, prompt: "城堡" }));
  using third = await framesDataset(runs, { metrics: ["rmse", "psnr"] });
  assert.is(await third.count({ prompt: "城堡" }), 16);
  assert.is(await third.count(), 16 * RUNS);
  using fourth = await framesDataset(runs, { metrics: ["rmse"] });
  assert.is(await fourth.count(), 8 * RUNS);
});

test("runs, scores and evaluations are joined in SQL", async () => {
  using ds = await framesDataset(runs, { metrics: ["rmse"] });
  const [{ n, t }] = await ds.sql(
    `select count(*) as n, max(t_job_s) as t from frames join runs using (run)
     join evaluations using (run, step) where sampler = $sampler`,
    { sampler: "res_multistep" },
  );
  assert.equal([n, t], [8 * RUNS, 1.3]);
});

test("what cannot be opened or scored is told and stops nothing", async () => {
  const dir = join(folder, "broken");
  await makeRunFolders(dir, 3);
  await writeFile(join(dir, ids[0], "run.json"), "{");
  await writeFile(join(dir, ids[1], "frames/002.png"), "no picture");
  await writeFile(join(dir, "scores.parquet"), "no table");
  await mkdir(join(dir, "empty"));
  using ds = await framesDataset(dir, { metrics: ["rmse"] });
  assert.is(await ds.count(), 7 + 8);
  assert.match(ds.warnings.join("\n"), /A Run is left out: .*run\.json: is not JSON/);
  assert.match(ds.warnings.join("\n"), /step 2 cannot be scored/);
  assert.match(
    ds.warnings.join("\n"),
    /scores\.parquet cannot be read, so the frames are scored again/,
  );
});

test("Runs beside Parquet files, and nothing written where that is not wanted", async () => {
  const dir = join(folder, "few");
  await makeRunFolders(dir, 2);
  const file = join(folder, "other.parquet");
  await writeParquet([row()], file);
  using ds = await framesDataset([dir, file], { metrics: ["rmse"], cache: false });
  assert.is(await ds.count(), 17);
  assert.is(await stat(join(dir, "scores.parquet")).catch(() => null), null);
  assert.is((await ds.rows({ where: { step: 8, run: ids[0] } }))[0].value, 0);
});

test.run();
