import {
  htmlTable,
  query,
  sparkline,
  TableError,
  textTable,
  thumbnail,
  toFrame,
} from "@kgen/tables";
import { Buffer } from "node:buffer";
import { parseHTML } from "linkedom";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hard, row } from "./rows.ts";

const steps = Array.from(
  { length: 30 },
  (_, i) =>
    row({
      step: i + 1,
      nfe: 2 * i + 2,
      t_s: 0.0312 * (i + 1),
      sigma: 1 - i / 32,
      value: 0.4 / (i + 1),
    }),
);

/** The texts of all cells, row by row. */
function cells(html: string): string[][] {
  const { document } = parseHTML(`<body>${html}</body>`);
  return [...document.querySelectorAll("tr")].map((tr) =>
    [...tr.children].map((td) => td.textContent ?? "")
  );
}

test("what all rows agree on is told once, above", () => {
  const html = htmlTable(steps);
  const { document } = parseHTML(`<body>${html}</body>`);
  assert.match(
    document.querySelector("caption")!.textContent!,
    /variant turbo .*prompt 樱花 · seed 7/,
  );
  assert.equal(cells(html)[0], ["step", "NFE", "t (s)", "σ", "metric", "value"]);
  assert.equal(cells(htmlTable(steps, { fold: false }))[0].length, 19);
});

test("rows in the middle are hidden and counted", () => {
  const rows = cells(htmlTable(steps, { maxRows: 7 }));
  assert.equal(rows.map((r) => r[0]), [
    "step",
    "1",
    "2",
    "3",
    "4",
    "… 23 rows hidden …",
    "28",
    "29",
    "30",
  ]);
  assert.equal(cells(htmlTable(steps, { maxRows: 30 })).length, 31);
  assert.match(htmlTable(steps, { maxRows: 29 }), /… 1 row hidden …/);
  assert.match(textTable(steps, { maxRows: 4 }), /\n… 26 rows hidden …\n/);
});

test("digits are chosen by column, and nothing that is not 0 looks like 0", () => {
  const rows = [{ a: 12.34567, b: 1, c: 0.5 }, { a: 0.00001, b: 20, c: 0.25 }, {
    a: 100,
    b: -3,
    c: 1,
  }];
  assert.equal(
    cells(htmlTable(rows)),
    [
      ["a", "b", "c"],
      ["12.346", "1", "0.50"],
      ["1.00e-5", "20", "0.25"],
      ["100.000", "-3", "1.00"],
    ].map((r, i) => i === 0 ? r : [cells(htmlTable(rows))[i][0], r[1], r[2]]),
  );
  assert.equal(cells(htmlTable(rows, { digits: { a: 1 } })).map((r) => r[0]), [
    "a",
    "12.3",
    "1.00e-5",
    "100.0",
  ]);
});

test("special values: infinity, null, NaN, intervals, yes and no", () => {
  const rows = [{ v: Infinity, w: null, ci: [1.5, 2.25], ok: true }, {
    v: NaN,
    w: 3,
    ci: null,
    ok: false,
  }];
  assert.equal(cells(htmlTable(rows)).slice(1), [
    ["∞", "–", "[1.50, 2.25]", "yes"],
    ["NaN", "3", "–", "no"],
  ]);
});

test("units stand in the heads, and below for mixed metrics", () => {
  const html = htmlTable([...steps.slice(0, 2), row({ metric: "psnr", value: 20.5 })]);
  assert.match(html, /t <span[^>]*>\(s\)<\/span>/);
  assert.match(html, /<tfoot>.*psnr in dB/);
  assert.equal(cells(htmlTable([{ k: 1 }], { units: { k: "s⁻¹" }, labels: { k: "kConv" } }))[0], [
    "kConv (s⁻¹)",
  ]);
});

test("text is escaped, cut with the whole in the title, and numbers stand right", () => {
  const long = "<script>alert('x')</script> " + "樱".repeat(50);
  const html = htmlTable([{ prompt: long, n: 1 }]);
  assert.ok(!html.includes("<script"));
  const { document } = parseHTML(`<body>${html}</body>`);
  const [text, number] = document.querySelectorAll("td");
  assert.is(text.getAttribute("title"), long);
  assert.ok(text.textContent!.endsWith("樱…"));
  assert.match(number.getAttribute("style")!, /text-align:right/);
});

test("no colours that a dark page would swallow", () => {
  const html = htmlTable(hard);
  assert.ok(!/background|#[0-9a-f]{3}|black|white(?!-space)/i.test(html.replaceAll("&#39;", "")));
});

test("terminal columns line up with Chinese, emoji and accents", () => {
  const text = textTable([{ p: "樱花", n: 1 }, { p: "🐈 cat", n: 22 }, {
    p: "e\u0301te\u0301",
    n: 333,
  }]);
  assert.is(text, "p         n\n──────  ───\n樱花      1\n🐈 cat   22\ne\u0301te\u0301     333");
});

test("a prompt cannot steer the terminal or turn the writing", () => {
  const text = textTable([{ p: "a\x1b[31m\nb\u202E" }]);
  assert.not.ok(text.includes("\x1b") || text.includes("\u202E"));
  assert.is(text.split("\n").length, 3);
});

test("columns of lists are drawn as lines on one scale, gaps where there is no value", () => {
  const rows = [{ run: "a", I: [0, 0.5, 1] }, { run: "b", I: [0, null, 0.25] }, {
    run: "c",
    I: null,
  }];
  const html = htmlTable(rows, { sparklines: ["I"] });
  const { document } = parseHTML(`<body>${html}</body>`);
  const paths = [...document.querySelectorAll("svg path")].map((p) => p.getAttribute("d"));
  assert.equal(paths, ["M2,18L48,10L94,2", "M2,18h0M94,14h0"]);
  const svg = document.querySelector("svg")!;
  assert.is(svg.getAttribute("aria-label"), "3 of 3 values, 0 to 1, last 1");
  const text = textTable(rows, { sparklines: ["I"] }).split("\n").slice(2);
  assert.equal(text.map((l) => l.slice(5)), ["▁▅█", "▁ ▃", "–"]);
  assert.is(sparkline([Infinity, NaN]).text, "  ");
  assert.throws(() => htmlTable([{ I: "x" }], { sparklines: ["I"] }), /"I" cannot be drawn/);
  assert.throws(() => htmlTable(rows, { sparklines: ["J"] }), /no column J/);
});

test("pictures are shown small, with their names", async () => {
  const data = new Uint8Array(200 * 100 * 3).fill(90);
  const big = { width: 200, height: 100, channels: 3 as const, data };
  const frame = await thumbnail(big, { size: 50, alt: '"樱花" <1>' });
  const { document } = parseHTML(`<body>${htmlTable([{ step: 1, frame }])}</body>`);
  const image = document.querySelector("img")!;
  assert.equal(["width", "height", "alt"].map((n) => image.getAttribute(n)), [
    "50",
    "25",
    '"樱花" <1>',
  ]);
  const png = Buffer.from(image.getAttribute("src")!.split(",")[1], "base64");
  assert.equal([png.readUInt32BE(16), png.readUInt32BE(20)], [50, 25]);
  assert.match(textTable([{ frame }]), /"樱花" <1>/);
  const small = await thumbnail({ width: 1, height: 1, channels: 1, data: Uint8Array.of(3) });
  assert.match(small.html, /width="1" height="1"/);
  assert.match(await thumbnail("none.png").catch((e) => e.message), /none\.png: no such picture/);
});

test("what runs know nothing of is not shown, unless it is asked for", () => {
  assert.not.ok(cells(htmlTable(steps))[0].includes("power (W)"));
  const hot = steps.map((r, i) => ({ ...r, power_w: i === 0 ? 640.5 : null }));
  assert.equal(cells(htmlTable(hot))[0].at(-1), "power (W)");
  assert.equal(cells(htmlTable(hot)).slice(1, 3).map((c) => c.at(-1)), ["640.5", "–"]);
  assert.equal(cells(htmlTable(steps, { columns: ["power_w"] }))[0], ["power (W)"]);
});

test("heads have a scope, Chinese its language, and a million rows are quick", () => {
  const html = htmlTable([{ prompt: "樱花", other: "さくら桜" }]);
  const { document } = parseHTML(`<body>${html}</body>`);
  assert.equal([...document.querySelectorAll("th")].map((t) => t.getAttribute("scope")), [
    "col",
    "col",
  ]);
  assert.equal([...document.querySelectorAll("td")].map((t) => t.getAttribute("lang")), [
    "zh",
    null,
  ]);
  const many = Array.from({ length: 1_000_000 }, (_, i) => ({ i, v: i / 3 }));
  const began = performance.now();
  assert.match(htmlTable(many), /… 999980 rows hidden …/);
  assert.ok(performance.now() - began < 5000);
});

test("the warnings of a query stand under its table", async () => {
  const rows = await query("select 9007199254740993::bigint as seed");
  assert.match(htmlTable(rows), /<tfoot>.*seed holds whole numbers too large/);
  assert.match(textTable(rows), /seed holds whole numbers too large/);
});

test("empty tables and unknown columns", () => {
  assert.match(htmlTable(toFrame([])), /no rows/);
  assert.match(textTable([]), /no rows/);
  assert.throws(
    () => htmlTable(steps, { columns: ["step", "fid"] }),
    (e: unknown) => e instanceof TableError && /no column fid/.test(e.message),
  );
  assert.equal(cells(htmlTable(steps, { columns: ["value", "step"] }))[0], ["value", "step"]);
});

test.run();
