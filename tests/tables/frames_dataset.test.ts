import {
  type FrameRow,
  framesDataset,
  QueryError,
  rowsOf,
  TableError,
  writeCsv,
  writeParquet,
} from "@kgen/tables";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hard, row } from "./rows.ts";

const folder = await mkdtemp(join(tmpdir(), "kgen-frames-"));
test.after(() => rm(folder, { recursive: true }));
const errorOf = async (work: Promise<unknown>) => await work.then(() => null, (e) => e);

let count = 0;
/** A dataset of these rows, in a Parquet file. */
async function of(rows: object[]) {
  const path = join(folder, `${++count}.parquet`);
  await writeParquet(rows, path);
  return await framesDataset(path);
}

test("null is in no mean, and is counted", async () => {
  // danfojs takes it for 0: (1 + 0) / 2.
  const danfo = createRequire(import.meta.url)("danfojs-node");
  const frame = new danfo.DataFrame([["a", 1], ["a", null]], { columns: ["g", "v"] });
  assert.is(frame.groupby(["g"]).col(["v"]).mean().values[0][1], 0.5, "danfojs is right now");
  using ds = await of([{ g: "a", v: 1 }, { g: "a", v: null }, { g: "b", v: null }]);
  assert.equal([...await ds.groupMean("g", "v")], [
    { g: "a", n: 1, nulls: 1, mean: 1, sd: null, se: null },
    { g: "b", n: 0, nulls: 1, mean: null, sd: null, se: null },
  ]);
});

test("composite keys do not collide", async () => {
  using ds = await of([
    { a: "a-b", b: "c", v: 1 },
    { a: "a", b: "b-c", v: 2 },
    { a: null, b: "c", v: 4 },
    { a: "null", b: "c", v: 8 },
  ]);
  const groups = await ds.groupMean(["a", "b"], "v");
  assert.equal(groups.map((g) => [g.a, g.b, g.mean]), [
    ["a", "b-c", 2],
    ["a-b", "c", 1],
    ["null", "c", 8],
    [null, "c", 4],
  ]);
  const joined = await ds.join([{ a: "a-b", b: "c", w: 10 }, { a: "a", b: "b-c", w: 20 }], {
    on: ["a", "b"],
  });
  assert.equal(joined.map((r) => [r.v, r.w]).sort(), [[1, 10], [2, 20], [4, null], [8, null]]);
});

test("sd is of n - 1, and null for one value", async () => {
  using ds = await of([{ g: 1, v: 2 }, { g: 2, v: 2 }, { g: 2, v: 4 }, { g: 2, v: 6 }]);
  const groups = await ds.groupMean("g", "v");
  assert.equal(groups.map((g) => [g.n, g.mean, g.sd]), [[1, 2, null], [3, 4, 2]]);
  assert.ok(Math.abs(groups[1].se! - 2 / Math.sqrt(3)) < 1e-15);
});

test("means are of float64", async () => {
  // In float32 these two are the same number.
  using ds = await of([{ v: 1.000000001 }, { v: 1.000000003 }]);
  const [{ mean, sd }] = await ds.groupMean([], "v");
  assert.ok(Math.abs(mean! - 1.000000002) < 1e-15);
  assert.ok(Math.abs(sd! - 1.4142e-9) < 1e-12);
});

test("the sum of many does not lose the small ones", async () => {
  using ds = await of([{ v: 1e16 }, ...Array.from({ length: 4 }, () => ({ v: 1 }))]);
  assert.is((await ds.groupMean([], "v"))[0].mean, (1e16 + 4) / 5);
});

test("whole numbers have means too, and a key named twice counts once", async () => {
  using ds = await of([row({ step: 1 }), row({ step: 2 })]);
  const [group] = await ds.groupMean(["metric", "metric"], "step");
  assert.equal(group, { metric: "rmse", n: 2, nulls: 0, mean: 1.5, sd: Math.SQRT1_2, se: 0.5 });
});

test("Infinity and NaN go through a mean, and stop nothing", async () => {
  using ds = await of([
    { g: "a", v: Infinity },
    { g: "a", v: 1 },
    { g: "b", v: 1 },
    { g: "b", v: 3 },
    { g: "c", v: NaN },
    { g: "c", v: 1 },
  ]);
  const groups = await ds.groupMean("g", "v");
  assert.equal(groups.map((g) => [g.n, g.mean, g.sd]), [
    [2, Infinity, null],
    [2, 2, Math.SQRT2],
    [2, NaN, null],
  ]);
  using alone = await of([{ g: 1, v: Infinity }, { g: 2, v: NaN }, { g: 3, v: 5 }]);
  assert.equal((await alone.groupMean("g", "v")).map((g) => g.mean), [Infinity, NaN, 5]);
  using both = await of([{ v: Infinity }, { v: -Infinity }]);
  assert.ok(Number.isNaN((await both.groupMean([], "v"))[0].mean));
  for (const [statistic, a] of [["mean", Infinity], ["sum", Infinity], ["min", 1]] as const) {
    const cells = await ds.pivot({ rows: "g", columns: "g", value: "v", statistic });
    assert.is(cells[0]["a"], a);
    assert.is(cells[0]["b"], null);
  }
});

test("the text NaN does not make a column text, nor a text column numbers", async () => {
  using ds = await of(hard);
  assert.equal(await ds.count({ prompt: "NaN" }), 1);
  const error = await errorOf(ds.groupMean("run", "prompt"));
  assert.instance(error, TableError);
  assert.match(error.message, /"prompt" is text, and this wants numbers/);
  assert.equal(rowsOf(await ds.frame()), hard);
});

test("a column that is not there is named with those that are", async () => {
  using ds = await of([row()]);
  for (
    const work of [
      ds.groupMean("modell"),
      ds.groupMean("run", "modell"),
      ds.groupMean("run", "value", { where: { modell: 1 } }),
      ds.pivot({ rows: "run", columns: "modell" }),
      ds.join([{ modell: 1 }], { on: "modell" }),
      ds.count({ modell: 1 }),
    ]
  ) {
    const error = await errorOf(work);
    assert.instance(error, TableError);
    assert.match(error.message, /no column "modell" in frames\. There are: run, host, variant/);
  }
  const sql = await errorOf(ds.sql("select modell from frames"));
  assert.instance(sql, QueryError);
  assert.match(sql.message, /The table frames has the columns run, host/);
  assert.match(
    (await errorOf(ds.join([{ x: 1 }], { on: "run" }))).message,
    /"run" in the rows to join/,
  );
});

test("names and values cannot steer the SQL", async () => {
  const name = 'v"; drop view frames; --';
  using ds = await of([{ [name]: 1, "select": "x'; --", 列: 5 }]);
  assert.is((await ds.groupMean("select", name))[0].mean, 1);
  assert.is((await ds.groupMean("列", name, { where: { select: "x'; --" } }))[0].n, 1);
  assert.is(await ds.count({ select: "' or true --" }), 0);
});

test("where: a value, any of several, null", async () => {
  using ds = await of([row({ gpu: "H100" }), row({ step: 2 }), row({ step: 3, metric: "psnr" })]);
  assert.is(await ds.count({ gpu: null }), 2);
  assert.is(await ds.count({ gpu: [null, "H100"], step: [1, 2] }), 2);
  assert.is(await ds.count({ metric: [] }), 0);
});

test('a pivot: missing cells are null, order is of the values, null and "null" differ', async () => {
  using ds = await of([
    { variant: "turbo", step: 10, gpu: null, v: 1 },
    { variant: "turbo", step: 9, gpu: "null", v: 2 },
    { variant: "base", step: 10, gpu: "H100", v: 4 },
    { variant: "base", step: 10, gpu: "H100", v: 6 },
  ]);
  const steps = await ds.pivot({ rows: "variant", columns: "step", value: "v" });
  assert.equal(steps.columns, ["variant", "9", "10"]);
  assert.equal([...steps], [
    { variant: "base", 9: null, 10: 5 },
    { variant: "turbo", 9: 2, 10: 1 },
  ]);
  const gpus = await ds.pivot({ rows: "variant", columns: "gpu", value: "v", statistic: "count" });
  assert.equal([...gpus], [
    { variant: "base", H100: 2, null: 0, "gpu = null": 0 },
    { variant: "turbo", H100: 0, null: 1, "gpu = null": 1 },
  ]);
  const sums = await ds.pivot({ rows: [], columns: "step", value: "v" }).catch((e) => e);
  assert.match(sums.message, /needs a column for its rows/);
  const several = await errorOf(
    ds.pivot({ rows: "variant", columns: "step", value: "v", statistic: "only" }),
  );
  assert.match(several.message, /several values: .*"base"/);
  assert.match(
    (await errorOf(
      ds.pivot({ rows: "step", columns: "gpu", statistic: "mode" as any, value: "v" }),
    ))
      .message,
    /no statistic "mode"/,
  );
});

test("a join: types are not mixed, doubles and nulls are told, columns of one name are both kept", async () => {
  using ds = await of([{ seed: 1, v: 1 }, { seed: 2, v: 2 }]);
  const text = await errorOf(ds.join([{ seed: "1" }], { on: "seed" }));
  assert.match(text.message, /"seed" is double in the dataset and text in the rows/);
  const rows = await ds.join([{ seed: 1, v: 5 }, { seed: 1, v: 6 }, { seed: null, v: 7 }], {
    on: "seed",
    how: "inner",
  });
  assert.equal([...rows].map((r) => [r.seed, r.v, r.v_right]).sort(), [[1, 1, 5], [1, 1, 6]]);
  assert.match(rows.warnings.join(), /1 of the rows to join have null.*1 keys .* more than once/);
  const full = await ds.join([{ seed: 3, w: 1 }], { on: "seed", how: "full" });
  assert.equal(full.map((r) => r.seed).sort(), [1, 2, 3]);
});

test("many files of any kind as one dataset, columns by name", async () => {
  const dir = join(folder, "many");
  const make = (run: string, change: Partial<FrameRow> = {}) => row({ run, ...change });
  await writeParquet([make("p1"), make("p2")], join(dir, "a/frames.parquet"));
  await writeParquet([{ ...make("p3"), note: "extra" }], join(dir, "b/frames.parquet"));
  await writeCsv([make("c1", { prompt: "NaN", variant: "", value: Infinity })], join(dir, "c.csv"));
  using ds = await framesDataset([join(dir, "*/frames.parquet"), join(dir, "*.csv")]);
  assert.is(ds.sources.length, 3);
  const rows = await ds.sql("select run, prompt, variant, note, value from frames order by run");
  assert.equal([...rows], [
    { run: "c1", prompt: "NaN", variant: "", note: null, value: Infinity },
    { run: "p1", prompt: "樱花", variant: "turbo", note: null, value: 0.25 },
    { run: "p2", prompt: "樱花", variant: "turbo", note: null, value: 0.25 },
    { run: "p3", prompt: "樱花", variant: "turbo", note: "extra", value: 0.25 },
  ]);
  const none = await errorOf(framesDataset(join(dir, "*.nothing")));
  assert.match(none.message, /there is nothing to read/);
});

test("more rows than memory should hold are refused before they are read", async () => {
  using ds = await of([row(), row(), row()]);
  assert.match((await errorOf(ds.rows({ atMost: 2 }))).message, /3 rows are more than atMost/);
  assert.is((await ds.rows({ where: { step: 1 } })).length, 3);
  assert.match((await errorOf(ds.groupMean(["n"]))).message, /no column "n"/);
});

test.run();
