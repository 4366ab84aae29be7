import {
  COLUMNS,
  CsvError,
  csvText,
  type FrameRow,
  parseCsv,
  readCsv,
  rowsOf,
  toFrame,
  writeCsv,
} from "@kgen/tables";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hard, row } from "./rows.ts";

const folder = await mkdtemp(join(tmpdir(), "kgen-tables-"));
test.after(() => rm(folder, { recursive: true }));

const header = COLUMNS.map((c) => c.name).join(",");
const good =
  "r1,embedded,turbo,,樱花,7,1,1,1,0.03,1,rmse,0.25,last frame,kgen,previews,61,1755,640.5";

function errorOf(text: string): CsvError<FrameRow> {
  try {
    parseCsv(text, "frames.csv");
  } catch (e) {
    assert.instance(e, CsvError);
    return e as CsvError<FrameRow>;
  }
  throw new Error("no CsvError was thrown");
}

test("rows and frames survive the file, in a folder that is made", async () => {
  const path = join(folder, "结果", "frames.csv");
  await writeCsv(hard, path);
  assert.equal(rowsOf(await readCsv(path)), hard);
  await writeCsv(toFrame(hard), path);
  assert.is(await readFile(path, "utf8"), csvText(hard));
  assert.equal(await readdir(join(folder, "结果")), ["frames.csv"]);
});

test("an interrupted write leaves no file of another name", async () => {
  const path = join(folder, "taken.csv");
  await writeCsv([], join(path, "inside.csv"));
  const error = await writeCsv(hard, path).then(() => null, (e) => e);
  assert.instance(error, Error);
  assert.equal((await readdir(folder)).filter((n) => n.endsWith(".tmp")), []);
});

test("NaN is kept, and other spellings of the same numbers are read", () => {
  assert.ok(Number.isNaN(parseCsv(csvText([row({ value: NaN })]))[0].value));
  for (
    const [text, value] of [["inf", Infinity], ["-inf", -Infinity], ["1E-3", 0.001], [" 2 ", 2]]
  ) {
    assert.is(parseCsv(`${header}\n${good.replace("0.25", String(text))}`)[0].value, value);
  }
});

test("a byte order mark, semicolons, CRLF, blank lines and any order of columns are fine", () => {
  const [expected] = parseCsv(`${header}\n${good}\n`);
  const semicolons = `\uFEFF"run"${header.slice(3)}\r\n\r\n${good}\r\n\r\n`.replaceAll(",", ";");
  assert.equal(parseCsv(semicolons), [expected]);
  const turned = [header, good].map((l) => l.split(",").reverse().join("\t")).join("\n");
  assert.equal(parseCsv(turned), [expected]);
});

test("bad rows are named by file, line and column, and the good ones kept", () => {
  const twoLines = good.replace("樱花", '"樱\n花"');
  const error = errorOf([
    header,
    twoLines, // lines 2 and 3
    good.replace("0.25", "good"), // 4
    "", // 5
    good.replace(",7,", ",7.5,").replace("0.25", ""), // 6
    good, // 7
    `${good},more`, // 8
    good.replace(",7,", ",18446744073709551615,"), // 9
  ].join("\n"));
  assert.is(error.file, "frames.csv");
  assert.equal(error.problems.map((p) => [p.line, p.column]), [
    [4, "value"],
    [6, "seed"],
    [6, "value"],
    [8, null],
    [9, "seed"],
  ]);
  assert.match(
    error.message,
    /^frames\.csv: line 4, column "value": "good" is not a number; line 6/,
  );
  assert.match(error.message, /20 fields where the header has 19/);
  assert.equal(error.rows.map((r) => r.prompt), ["樱\n花", "樱花"]);
});

test("a file of the first schema is read: what it lacks becomes null", () => {
  const names = COLUMNS.map((c) => c.name).slice(0, 14);
  const [old] = parseCsv(`${names.join(",")}\n${good.split(",").slice(0, 14).join(",")}\n`);
  assert.equal(old, row({ run: "r1", t_s: 0.03, value: 0.25, tool: null, way: null }));
  assert.equal(Object.keys(old), COLUMNS.map((c) => c.name));
  const { tool: _, way: _way, ...byHand } = row();
  assert.equal(rowsOf(toFrame([byHand])), [row({ tool: null, way: null })]);
});

test("a decimal comma, an open quote and a bad header are told", () => {
  const comma = [header, good].map((l) => l.replaceAll(",", ";")).join("\n").replace(
    "0.25",
    "0,25",
  );
  assert.match(errorOf(comma).message, /line 2.*not a comma/);
  assert.match(
    errorOf(`${header}\n${good}\n${good.replace("last", '"last')}`).message,
    /line 3.*quote/,
  );
  assert.match(errorOf("").message, /line 1: no header/);
  assert.match(errorOf(header.replace(",value", "")).message, /lacks value/);
  assert.match(errorOf(`${header},run`).message, /has run twice/);
});

test("a file that is not there is named", async () => {
  const error = await readCsv(join(folder, "none.csv")).then(() => null, (e) => e);
  assert.match(error.message, /none\.csv: no such CSV file/);
});

test.run();
