// ./kgen bench nano: pictures that are kept, a table that is right, cards, samples. Nothing here is about speed.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { csvParse } from "d3-dsv";
import sharp from "sharp";
import { promptCases, promptsOf } from "../../lib/cli/bench_nano_cases.ts";
import { withTable } from "../../lib/cli/bench_nano_card.ts";
import { cell, markdown } from "../../lib/cli/bench_nano_markdown.ts";
import { packageSize, requiredFigures } from "../../lib/cli/bench_nano_required.ts";
import {
  promptResults,
  type ResultRow,
  turboAgainstBase,
} from "../../lib/cli/bench_nano_results.ts";
import { wrapped } from "../../lib/cli/bench_nano_samples.ts";
import { medianInterval } from "../../lib/cli/bench_nano_times.ts";
import { variantList, variantSettings } from "../../lib/cli/bench_nano_variants.ts";
import { chinese, english } from "../../lib/cli/bench_nano_words.ts";
import { writeWhole } from "../../lib/cli/write_file.ts";
import { kgen, scratch, startKgen, until } from "./kgen.ts";

const { folder, clean } = scratch();
test.after(clean);

const verdict = (variant: string, id: string, language: string, things: number, object: 0 | 1) =>
  ({ variant, id, language, things, object, background: 1, style: "" }) as any;
const row = (variant: string, measure: string, language: string, value: number, o = {}) =>
  ({
    variant,
    measure,
    language,
    value,
    lo: null,
    hi: null,
    unit: "",
    k: null,
    n: 9,
    interval: "",
    ...o,
  }) as ResultRow;

test("counts: rates by language and number of things, pairs by prompt", () => {
  const rows = ["a", "b", "c", "d"].flatMap((id, i) => [
    verdict("base", id, "en", 1, 1),
    verdict("base", id, "zh", 1, i === 0 ? 0 : 1),
    verdict("turbo", id, "en", 1, i < 2 ? 0 : 1),
  ]);
  const found = promptResults("base", rows.filter((r) => r.variant === "base"));
  const of = (measure: string, language: string) =>
    found.find((r) => r.measure === measure && r.language === language);
  assert.equal([of("one object", "en")!.k, of("one object", "zh")!.k], [4, 3]);
  assert.is(of("two objects", "en"), undefined);
  assert.is(of("font", "en"), undefined, "no prompt names a font");
  assert.is(of("Chinese less English, object", "en+zh")!.value, -25);
  const [paired, ...none] = turboAgainstBase(rows);
  assert.equal([paired.measure, paired.language, paired.value, paired.n], [
    "Turbo less Base, one object",
    "en",
    -50,
    4,
  ]);
  assert.equal(none, [], "Turbo drew no Chinese prompts");
});

test("Base in 8 bits draws a hundred of the prompts, evenly spread; the others all", () => {
  const all = promptCases(500), some = promptsOf("int8", all);
  assert.equal([some.length, promptsOf("base", all).length], [100, 500]);
  assert.is(some.filter((c) => c.objects.length === 2).length, 30);
  assert.equal(promptsOf("int8", all.slice(0, 7)), all.slice(0, 7));
});

test("required figures: met, missed and by how much, not measured, open", () => {
  const rows = [
    row("base", "one object", "en", 0.9, { lo: 0.8, hi: 0.95, k: 90, n: 100 }),
    row("base", "one object", "zh", 0.83, { lo: 0.7, hi: 0.9, k: 83, n: 100 }),
    row("turbo", "seconds a picture", "", 0.3, { lo: 0.29, hi: 0.31, unit: "s" }),
    row("base", "Chinese less English, object", "en+zh", 7, { lo: 6, hi: 8, unit: "points" }),
    row("turbo", "Turbo less Base, one object", "en", 9, { lo: 8, hi: 10, unit: "points" }),
  ];
  const found = Object.fromEntries(requiredFigures(rows, 44).map((r) => [r.what, r]));
  const short = (
    what: string,
  ) => [found[what].verdict, found[what].open, +found[what].by.toFixed(2)];
  assert.equal(short("size"), ["met", false, 0]);
  assert.equal(short("base one object"), ["missed", true, 2]);
  assert.equal(short("turbo seconds"), ["met", false, 0]);
  assert.equal(
    short("chinese less english"),
    ["missed", false, 2],
    "English is worse by more than 5",
  );
  assert.equal(short("turbo less base"), ["met", false, 0], "better than Base is no miss");
  assert.equal(short("edit followed"), ["not measured", false, 0]);
  assert.is(requiredFigures(rows, 45.1)[0].verdict, "missed");
});

const made = {
  prompts: 140,
  edits: 8,
  cores: 2,
  cpu: "X",
  date: "2026-01-01",
  command: "",
  settings: "S.",
  notes: [],
};

test("where an interval holds the limit it says perhaps, with the interval, the limit and n", () => {
  const seconds = (value: number) =>
    row("turbo", "seconds a picture", "", value, { lo: 0.38, hi: 0.45, unit: "s", n: 3 });
  const rate = (language: string, value: number, lo: number, hi: number) =>
    row("base", "one object", language, value, { lo, hi, k: 1, n: 140 });
  const lines = (rows: ResultRow[], words = english) => {
    const required = requiredFigures(rows, 40);
    return markdown({ rows: [], required, variants: [], reference: 1, made }, words);
  };
  assert.match(lines([seconds(0.39)]), "| perhaps: 0.38 to 0.45 s holds the limit 0.4 s, n = 3 |");
  assert.match(
    lines([seconds(0.41)]),
    "| perhaps missed by 0.01 s: 0.38 to 0.45 s holds the limit 0.4 s, n = 3 |",
  );
  assert.match(lines([seconds(0.39)], chinese), "可能达到:0.38 到 0.45 s 包含界限 0.4 s,n = 3 |");
  assert.match(
    lines([rate("en", 0.9, 0.8, 0.95), rate("zh", 0.9, 0.86, 0.95)]),
    "| perhaps: English 80.0 to 95.0 % holds the limit 85 %, n = 140 |",
  );
  // One language surely misses: what the other may do does not matter.
  const sure = lines([rate("en", 0.9, 0.8, 0.95), rate("zh", 0.7, 0.6, 0.8)]);
  assert.match(sure, "| **missed by 15.0 points** |");
  assert.not.match(sure, "perhaps");
});

test("the table in both languages; words for every measure and figure", () => {
  const rows = [
    row("base", "one object", "en", 0.929, { lo: 0.874, hi: 0.961, k: 130, n: 140 }),
    row("edit", "edit skin", "en+zh", 0.5, { lo: 0.2, hi: 0.8, k: 4, n: 8 }),
    row("base", "Fréchet distance (nano-checker)", "en+zh", 12.3),
    row("base", "Fréchet distance (nano-checker), floor", "en+zh", 8),
  ];
  const report = {
    rows,
    required: requiredFigures(rows, 40),
    variants: ["base", "edit"],
    reference: 1000,
    made,
  };
  const text = markdown(report);
  assert.match(text, "| one thing: is it, English | 92.9 % [87.4, 96.1] (130/140) |  |");
  assert.match(text, "12.30 (9 pictures against 1000; training against training 8.00)");
  assert.match(text, "| other skin tone | 50.0 % [20.0, 80.0] (4/8) |");
  assert.match(text, "| size of data/nano | at most 45 MB | 40.0 | met |");
  assert.match(markdown(report, chinese), /\| 单个物体正确.*92\.9 %/);
  assert.not.match(markdown(report, chinese) + text, /undefined|NaN/);
  assert.equal(Object.keys(english.measures), Object.keys(chinese.measures));
  assert.equal(Object.keys(english.required), Object.keys(chinese.required));
  assert.is(
    cell(row("base", "k_gen", "", 12.345, { unit: "s-1", lo: 12, hi: 13 })),
    "12.35 [12.00, 13.00]",
  );
});

test("the card: between the markers and nowhere else, again and again", () => {
  const once = withTable("# card\n\nwords\n", "| a |");
  assert.match(once, /^# card\n\nwords\n\n<!--.*-->\n\n\| a \|\n\n<!--.*-->\n$/);
  assert.is(withTable(once, "| a |"), once);
  const longer = once.replace("words", "other words") + "\nend\n";
  assert.is(withTable(longer, "| b |"), longer.replace("| a |", "| b |"));
  assert.throws(() => withTable(once.replace(/<!-- end[^>]*>/, ""), "| b |"), /marker/);
});

test("order interval of a median: known ranks", () => {
  const of = (n: number) => medianInterval(Array.from({ length: n }, (_, i) => n - i));
  assert.is(of(5), null);
  assert.equal(of(6), [1, 6]);
  assert.equal(of(9), [2, 8]);
  assert.equal(of(15), [4, 12]);
});

test("options: settings and variants, wrong ones named", () => {
  assert.equal(variantSettings("base.cfg=2.5,edit.steps=20").base, { steps: 30, cfg: 2.5 });
  assert.throws(() => variantSettings("base.seed=2"), /base.seed=2/);
  assert.throws(() => variantSettings("base.steps=2.5"), /steps/);
  assert.equal(variantList("int8,turbo"), ["turbo", "int8"]);
  assert.throws(() => variantList("turbo,sdxl"), /sdxl/);
  assert.equal(wrapped("a bb ccc dddd", 6, 2), ["a bb", "ccc…"]);
});

test("on the embedded host: a table, cards and samples; the same command makes no picture again", async () => {
  const out = join(folder, "out"), cards = join(folder, "nano");
  writeWholeFolder(cards);
  const args = [
    "bench",
    "nano",
    "--prompts",
    "2",
    "--variants",
    "turbo",
    "--no-times",
    "--out",
    out,
  ];
  const first = await kgen(args);
  assert.ok(first.code === 0 || first.code === 1, first.err);
  assert.match(first.err, "Turbo 4/4: 4 made");
  const verdicts = csvParse(readFileSync(join(out, "verdicts.csv"), "utf8"));
  assert.equal(verdicts.map((v) => v.language), ["en", "zh", "en", "zh"]);
  const columns = csvParse(readFileSync("data/checker/nano-v0-verdicts.csv", "utf8")).columns;
  assert.equal(verdicts.columns, ["variant", ...columns]);
  const again = await kgen([...args, "--card", "--package", cards]);
  assert.match(again.err, "Turbo 4/4: 4 were there");
  assert.is(again.out.replace(/Made by.*/, ""), first.out.replace(/Made by.*/, ""));
  for (const name of ["README.md", "README.zh.md"]) {
    const text = readFileSync(join(cards, name), "utf8");
    assert.match(text, /kgen bench nano --prompts 2 --variants turbo --no-times`/);
    assert.not.match(text, folder);
  }
  const results = JSON.parse(readFileSync(join(out, "results.json"), "utf8"));
  assert.equal([results.schema, results.variants], ["kgen.nano-bench/1", ["turbo"]]);
  assert.is(csvParse(readFileSync(join(out, "results.csv"), "utf8")).length, results.rows.length);
});

test("Ctrl-C: what is made is kept whole, and the rest comes later", async () => {
  const out = join(folder, "stopped");
  const args = [
    "bench",
    "nano",
    "--prompts",
    "4",
    "--variants",
    "turbo",
    "--no-times",
    "--out",
    out,
  ];
  const { child, ended } = startKgen(args);
  const made = () => {
    if (!existsSync(join(out, "pictures"))) return [];
    return readdirSync(join(out, "pictures"), { recursive: true }).map(String)
      .filter((f) => /\.png/.test(f));
  };
  await until(() => made().length >= 2, "two pictures", 40);
  child.kill("SIGINT");
  const { code, err } = await ended;
  assert.is(code, 130, err);
  const kept = made();
  assert.ok(kept.length >= 2 && kept.every((f) => f.endsWith(".png")), kept.join(" "));
  for (const f of kept) {
    const { width, height } = await sharp(join(out, "pictures", f)).metadata();
    assert.equal([width, height], [96, 96]);
  }
  assert.not.ok(existsSync(join(out, "results.json")));
  const rest = await kgen(args);
  assert.match(rest.err, `${kept.length} were there`);
});

test("the size of a package leaves node_modules out", () => {
  const place = join(folder, "sized");
  writeWholeFolder(place);
  const before = packageSize(place);
  writeFileSync(join(place, "weights"), new Uint8Array(1e6));
  assert.is(+(packageSize(place) - before).toFixed(6), 1);
  assert.ok(statSync(join(place, "README.md")).size > 0);
});

function writeWholeFolder(place: string) {
  writeWhole(join(place, "README.md"), "# card\n");
  writeWhole(join(place, "README.zh.md"), "# 卡\n");
  writeWhole(join(place, "node_modules", "x"), "many");
}

test.run();
