import { query, QueryError, TableError } from "@kgen/tables";
import { createRequire } from "node:module";
import { test } from "uvu";
import * as assert from "uvu/assert";

const require = createRequire(import.meta.url);
const isLoaded = () => Object.keys(require.cache).some((f) => f.includes("@duckdb/node-api"));
const loadedAtImport = isLoaded();

test("importing the room does not load DuckDB", async () => {
  assert.not.ok(loadedAtImport);
  await query("select 1");
  require("@duckdb/node-api");
  assert.ok(isLoaded(), "it would be seen");
});

const one = async (sql: string, parameters?: any) => {
  const rows = await query(`select ${sql} as v`, parameters);
  return { v: rows[0].v, warnings: rows.warnings };
};

test("numbers are as they are stored: float64, null, NaN, infinities, -0", async () => {
  for (const v of [0.1 + 0.2, 5e-324, 1e300, NaN, Infinity, -Infinity, -0, null, 2 ** 53 - 1, -7]) {
    assert.ok(Object.is((await one("$1", [v])).v, v), String(v));
  }
  assert.equal(await one("0.1::double + 0.2::double"), { v: 0.1 + 0.2, warnings: [] });
});

test("a whole number that no number can hold makes its column text, with a warning", async () => {
  const rows = await query(
    "select * from (values (1::bigint), (9007199254740993), (null)) t(seed)",
  );
  assert.equal([...rows], [{ seed: "1" }, { seed: "9007199254740993" }, { seed: null }]);
  assert.match(rows.warnings[0], /^seed holds whole numbers too large/);
  assert.equal(await one("9007199254740991::bigint"), { v: 9007199254740991, warnings: [] });
  assert.is((await one("18446744073709551615::ubigint")).v, "18446744073709551615");
  assert.equal(await one("(select sum(x) from (values (1::bigint), (2)) t(x))"), {
    v: 3,
    warnings: [],
  });
});

test("decimals are exact: numbers up to 15 digits, else text", async () => {
  assert.equal(await one("12.345::decimal(18, 3)"), { v: 12.345, warnings: [] });
  assert.equal(await one("-0.05::decimal(18, 3)"), { v: -0.05, warnings: [] });
  const long = await one("12345678901234567.891::decimal(38, 3)");
  assert.is(long.v, "12345678901234567.891");
  assert.match(long.warnings[0], /more than 15 digits/);
});

test("float32 is told, not hidden", async () => {
  assert.match((await one("0.1::float")).warnings[0], /v is float32/);
});

test("text stays text: NaN, null, 007, an empty one, Chinese", async () => {
  for (const v of ["NaN", "null", "007", "", "樱花", "a\u0000b", "'; drop table x; --"]) {
    assert.is((await one("$v", { v })).v, v);
  }
});

test("moments: a Date of whole milliseconds, else text; a Date can be asked with", async () => {
  assert.equal(await one("timestamp '2026-01-02 03:04:05.678'"), {
    v: new Date("2026-01-02T03:04:05.678Z"),
    warnings: [],
  });
  const fine = await one("timestamp '2026-01-02 03:04:05.678901'");
  assert.is(fine.v, "2026-01-02T03:04:05.678901Z");
  assert.match(fine.warnings[0], /v holds moments/);
  assert.is(
    (await one("timestamp_ns '1969-12-31 23:59:59.999999999'")).v,
    "1969-12-31T23:59:59.999999999Z",
  );
  assert.is((await one("'infinity'::timestamp")).v, "infinity");
  assert.is((await one("date '2026-01-02'")).v, "2026-01-02");
  const date = new Date("2026-01-02T03:04:05.678Z");
  assert.equal((await one("$1", [date])).v, date);
});

test("lists, structures and bytes", async () => {
  assert.equal((await one("[1, null, 3]::bigint[]")).v, [1, null, 3]);
  assert.equal((await one("{a: 1::bigint, b: ['x']}")).v, { a: 1, b: ["x"] });
  assert.equal((await one("map {'k': 1}")).v, [{ key: "k", value: 1 }]);
  assert.equal((await one("'ab'::blob")).v, new Uint8Array([97, 98]));
  // The library by itself takes the type of the first item, and makes 2.5 a 2.
  assert.equal((await one("$1", [[1, 2.5, null]])).v, [1, 2.5, null]);
  assert.is((await one("list_contains($names, 'b')", { names: ["a", "b"] })).v, true);
});

test("two columns of a name are both given", async () => {
  const rows = await query("select 1 as a, 2 as a, 3 as a_2");
  assert.equal([...rows], [{ a: 1, a_2: 2, a_2_2: 3 }]);
  assert.match(rows.warnings[0], /Two columns are called a/);
});

test("no rows still have columns; errors say what DuckDB says", async () => {
  const rows = await query("select 1 as step where false");
  assert.equal([[...rows], rows.columns], [[], ["step"]]);
  const error = await query("select stepp from (select 1 as step)").catch((e) => e);
  assert.instance(error, QueryError);
  assert.match(error.message, /stepp/);
  assert.match(error.sql, /^select stepp/);
  const bad = await query("select $v", { v: undefined as any }).catch((e) => e);
  assert.instance(bad, TableError);
  assert.match(bad.message, /Parameter \$v is undefined/);
  assert.match((await query("select ?", [["a", 1]] as any).catch((e) => e)).message, /mixes/);
  assert.match((await query("select 1", [], { threads: 0 }).catch((e) => e)).message, /1 thread/);
});

test.run();
