import {
  COLUMNS,
  FRAMES_SCHEMA,
  query,
  readParquet,
  rowsOf,
  TableError,
  toFrame,
  writeParquet,
} from "@kgen/tables";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hard, row } from "./rows.ts";

const folder = await mkdtemp(join(tmpdir(), "kgen-parquet-"));
test.after(() => rm(folder, { recursive: true }));
const errorOf = async (work: Promise<unknown>) => await work.then(() => null, (e) => e);

test("rows and frames survive the file to the last bit, in a folder that is made", async () => {
  const path = join(folder, "结果", "it's [1].parquet");
  await writeParquet(hard, path);
  const rows = await readParquet(path);
  assert.equal([...rows], hard);
  assert.equal(rows.warnings, []);
  assert.equal(rows.columns, COLUMNS.map((c) => c.name));
  await writeParquet(toFrame(hard), path);
  assert.equal(rowsOf(toFrame(await readParquet(path) as any)), hard);
  assert.equal(await readdir(join(folder, "结果")), ["it's [1].parquet"]);
});

test("the file says its schema, what made it and when, and what the user adds", async () => {
  const path = join(folder, "told.parquet");
  await writeParquet([row()], path, { metadata: { source: "it's 樱花", empty: "" } });
  const [metadata] = (await readParquet(path)).metadata;
  assert.is(metadata.schema, FRAMES_SCHEMA);
  assert.is(metadata.kgen, "0.1.0");
  assert.is(metadata.source, "it's 樱花");
  assert.is(metadata.empty, "");
  assert.ok(Math.abs(Date.parse(metadata.created) - Date.now()) < 60_000);
  if (metadata.commit !== undefined) assert.match(metadata.commit, /^[0-9a-f]{40}/);
});

test("float64 and int64 in the file, not less", async () => {
  const path = join(folder, "types.parquet");
  await writeParquet([row({ value: 0.1 + 0.2 })], path);
  const types = await query("select name, type from parquet_schema($1) where type is not null", [
    path,
  ]);
  const of = (name: string) => types.find((t) => t.name === name)!.type;
  assert.equal(["seed", "value", "gpu"].map(of), ["INT64", "DOUBLE", "BYTE_ARRAY"]);
});

test("other tables: booleans, dates, bytes, 64-bit seeds, nothing but null", async () => {
  const path = join(folder, "other.parquet");
  const rows = [
    {
      ok: true,
      at: new Date(1234),
      raw: new Uint8Array([0, 255]),
      big: 2n ** 64n - 1n,
      none: null,
    },
    { ok: null, at: null, raw: null, big: 1n, none: null },
  ];
  await writeParquet(rows, path);
  const back = await readParquet(path);
  assert.equal([...back], [
    { ...rows[0], big: "18446744073709551615" },
    { ...rows[1], big: "1" },
  ]);
  assert.match(back.warnings[0], /big holds whole numbers too large/);
  assert.is(back.metadata[0].schema, undefined);
  await writeParquet([], path);
  assert.equal((await readParquet(path)).columns, COLUMNS.map((c) => c.name));
});

test("a file of the first schema gets the columns that came later", async () => {
  const path = join(folder, "old.parquet");
  const names = COLUMNS.slice(0, 14).map((c) => c.name);
  await writeParquet([row({ seed: 2 ** 53 - 1 })], join(folder, "new.parquet"));
  await query(
    `copy (select ${names.join(", ")}, 1.5::double as extra from read_parquet('${
      join(folder, "new.parquet")
    }')) to '${path}' (format parquet)`,
  );
  const [old] = await readParquet(path);
  assert.equal(old, { ...row({ seed: 2 ** 53 - 1, tool: null, way: null }), extra: 1.5 });
  const both = await readParquet(join(folder, "{old,new}.parquet")).catch(() => null);
  if (both) assert.is(both.length, 2);
});

test("what cannot be stored as it is, is refused with row and column; nothing is left behind", async () => {
  const path = join(folder, "bad.parquet");
  const message = async (rows: object[]) => {
    const error = await errorOf(writeParquet(rows, path));
    assert.instance(error, TableError);
    return error.message;
  };
  assert.match(await message([{ v: 1 }, { v: "2" }]), /v mixes number and text/);
  assert.match(await message([{ v: { a: 1 } }]), /Row 1, v: a value of type object/);
  assert.match(
    await message([row(), row({ seed: 1.5 })]),
    /Row 2, seed: 1\.5 is not a whole number/,
  );
  assert.match(
    await message([row({ value: "0.5" as any })]),
    /value holds text values; the schema/,
  );
  assert.match(await message([{ big: 2n ** 65n }]), /more than 64 bits/);
  assert.match(await message([{ a: 1, A: 2 }]), /only in upper and lower case/);
  assert.equal((await readdir(folder)).filter((n) => /bad|tmp/.test(n)), []);
});

test("text in one file and numbers in another, and float32, are told", async () => {
  await writeParquet([{ score: 1.5 }], join(folder, "mixed-a.parquet"));
  await writeParquet([{ score: "good" }], join(folder, "mixed-b.parquet"));
  const mixed = await readParquet(join(folder, "mixed-*.parquet"));
  assert.match(mixed.warnings.join(), /score is text in .*mixed-b.* and numbers in .*mixed-a/);
  await query(`copy (select 0.1::float as x) to '${join(folder, "f32.parquet")}' (format parquet)`);
  assert.match((await readParquet(join(folder, "f32.parquet"))).warnings[0], /x is float32/);
});

test("no file, and a file that is not Parquet, are named", async () => {
  assert.match(
    (await errorOf(readParquet(join(folder, "none*.parquet")))).message,
    /no such Parquet/,
  );
  await writeFile(join(folder, "text.parquet"), "not a table at all");
  assert.match((await errorOf(readParquet(join(folder, "text.parquet")))).message, /text\.parquet/);
});

test.run();
