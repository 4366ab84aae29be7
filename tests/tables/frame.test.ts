import {
  COLUMNS,
  csvText,
  type FrameRow,
  parseCsv,
  rowsOf,
  TableError,
  toFrame,
} from "@kgen/tables";
import { createRequire } from "node:module";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hard, row } from "./rows.ts";

const require = createRequire(import.meta.url);
const isLoaded = () => Object.keys(require.cache).some((f) => f.includes("danfojs-node"));
const loadedAtImport = isLoaded();
const danfo = require("danfojs-node");

test("importing the room does not load danfojs", () => {
  assert.not.ok(loadedAtImport);
  assert.ok(isLoaded(), "it would be seen");
});

test("rows survive the round trip: null, Infinity, integers, doubles, the text NaN", () => {
  const frame = toFrame(hard);
  assert.equal(rowsOf(frame), hard);
  assert.equal(frame.columns, COLUMNS.map((c) => c.name));
});

test("types come from the schema, not from what the cells look like", () => {
  const types = (rows: FrameRow[]) => {
    const frame = toFrame(rows);
    return Object.fromEntries(frame.columns.map((n: string, i: number) => [n, frame.dtypes[i]]));
  };
  for (const rows of [hard, [row()], [row({ sigma: null, seed: null })], []]) {
    const t = types(rows);
    assert.is(t.gpu, "string");
    assert.is(t.prompt, "string");
    assert.is(t.seed, "int32");
    assert.is(t.sigma, "float32");
    assert.is(t.value, "float32");
  }
});

test("no rows make an empty frame with all columns", () => {
  const frame = toFrame([]);
  assert.equal(frame.shape, [0, COLUMNS.length]);
  assert.equal(rowsOf(frame), []);
});

test("filtered, joined and sorted frames give their rows back", () => {
  const frame = toFrame(hard);
  const second = frame.query(frame["step"].gt(1));
  assert.equal(rowsOf(second), [hard[1]]);
  // danfojs's concat writes into its first frame, so it gets one of its own.
  const joined = danfo.concat({ dfList: [toFrame(hard), second], axis: 0 });
  assert.equal(rowsOf(joined), [...hard, hard[1]]);
  const seeds = rowsOf(frame.sortValues("seed")).map((r) => r.seed);
  assert.equal(seeds, hard.map((r) => r.seed).sort((a, b) => Number(a) - Number(b)));
});

test("extra fields become columns and come back, also through CSV", () => {
  const extra = [{ ...row(), temp_c: 61.5, note: "ok" }, { ...row(), temp_c: 62, note: "" }];
  const frame = toFrame(extra);
  assert.equal(frame.columns.slice(-2), ["temp_c", "note"]);
  assert.equal(rowsOf(frame), extra as FrameRow[]);
  assert.equal(parseCsv(csvText(frame)), extra as FrameRow[]);
});

test("a missing field or column is named", () => {
  const { metric: _, ...rest } = row();
  assert.throws(
    () => toFrame([row(), rest as FrameRow]),
    (e: unknown) => e instanceof TableError && /Row 2 has no "metric"/.test(e.message),
  );
  const frame = toFrame(hard).drop({ columns: ["nfe", "t_s"] });
  assert.throws(() => rowsOf(frame), /lacks the columns nfe, t_s/);
});

test.run();
