import { benchmarkOptions, type Need, type Option, recommend } from "@kgen/kinetics";
import { random } from "@kgen/stats";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { failure } from "./failure.ts";
import { exact, measured, option } from "./options_made_up.ts";

const need = (more: Partial<Need> = {}): Need => ({
  weights: { time: 0.5, quality: 0.5 },
  ...more,
});
const row = (options: Option[], n: Need, name: string) =>
  recommend(options, n).rows.find((r) => r.option.name === name)!;

test("each limit rules out, and says number, limit and source", () => {
  const a = option("a", exact(5, 0.1), 10, 20, { card: "RTX 4090", published: false });
  const out = (more: Partial<Need>) => row([a, option("b", 1, 10)], need(more), "a").ruledOut[0];
  assert.match(
    out({ latency_s: 2 }).words,
    /latency 5\.00 s \(4\.80 to 5\.20\) > 2\.00 s \(measured, made up\)/,
  );
  assert.match(out({ memory_gib: 16 }).words, /memory 20\.0 .*> 16\.0/);
  assert.match(out({ quality: 8 }).words, /FID 10\.0.* > 8\.00/);
  assert.is(out({ cards: ["card"] }).limit, "card");
  assert.is(out({ published: true }).limit, "published");
  assert.is(out({ languages: ["zh"] }).limit, "language");
  assert.is(out({ task: "edit" }).limit, "task");
  assert.is(out({ size: [512, 512] }).limit, "size");
  // 3600 an hour are 1 a second: 5 a picture.
  const money = { prices: { "RTX 4090": 3600, card: 3600 }, budget: 4 };
  assert.match(out(money).words, /cost 5000/);
  assert.is(out({ ...money, budget: 6 }), undefined);
});

test("a batch shares the price of its job, and the time", () => {
  const four = option("four", 8, 10, 10, { batch: 4 });
  const found = recommend(
    [option("one", 3, 10), four],
    need({ prices: { card: 36 }, latency_s: 9 }),
  );
  const { time, latency, cost } = found.rows.find((r) => r.option === four)!.figures;
  // 36 an hour are 0.01 a second: 2 s a picture are 20 for a thousand.
  assert.equal([time!.value, latency!.value], [2, 8]);
  assert.ok(Math.abs(cost!.value - 20) < 1e-9);
});

test("an unknown number breaks a limit, a claim breaks trust, a refutation too", () => {
  const a = option("a", null, null, null);
  const rules =
    row([a, option("b", 1, 10)], need({ latency_s: 2, memory_gib: 9, quality: 9 }), "a").ruledOut;
  assert.equal(rules.map((r) => r.limit), ["memory", "latency", "quality"]);
  for (const r of rules) assert.match(r.words, /unknown, so it cannot be shown/);
  const seed = benchmarkOptions("seed");
  const name = "Turbo, RTX 4090 (claimed)";
  assert.is(row(seed, need(), name).ruledOut[0].limit, "refuted");
  assert.is(row(seed, need({ trust: "any" }), name).standing, "dominated");
  assert.ok(
    recommend(seed, need({ trust: "measured" })).rows.every((r) => r.standing === "ruled out"),
  );
});

test("a number whose interval holds the limit is kept or ruled out by its value, and said to be doubtful", () => {
  const at = (seconds: number) =>
    row([option("a", exact(seconds, 0.1), 10), option("b", 1, 9)], need({ latency_s: 2 }), "a");
  assert.is(at(1.9).standing === "ruled out", false);
  assert.is(
    at(1.9).doubtful[0],
    "latency: perhaps, 1.70 to 2.10 s holds the limit 2 s, n = 31",
  );
  assert.match(at(1.9).why, "perhaps, 1.70 to 2.10 s");
  assert.is(at(2.1).standing, "ruled out");
  assert.match(at(2.1).why, "> 2.00 s (measured, made up); latency: perhaps, 1.90 to 2.30 s holds");
  assert.equal(at(1.5).doubtful, []);
});

test("the score is the weighted product", () => {
  const found = recommend(
    [option("a", 1, 20), option("b", 4, 10)],
    need({ weights: { time: 3, quality: 1 } }),
  );
  assert.equal(found.first, ["a"]);
  const [a, b] = found.rows;
  assert.ok(Math.abs(a.score! - (1 / 2) ** 0.25) < 1e-12);
  assert.ok(Math.abs(b.score! - (1 / 4) ** 0.75) < 1e-12);
  // 1·w = 2·(1 − w) in units of ln 2: at a weight of a third they change places.
  assert.is(found.stays!.axis, "time");
  assert.ok(Math.abs(found.stays!.from - 1 / 3) < 1e-12 && found.stays!.to === 1);
  assert.is(found.stays!.below, "b");
});

test("just beyond the weight at which the first changes, it changes", () => {
  const options = benchmarkOptions("h100-kit");
  const base: Need = { task: "text-to-image", weights: { time: 0.1, quality: 0.9 } };
  const { stays, first } = recommend(options, base);
  assert.ok(stays!.from > 0.5);
  const at = (w: number) =>
    recommend(options, { ...base, weights: { time: 1 - w, quality: w } }).rows[0].option.name;
  assert.is(at(stays!.from + 1e-6), first[0]);
  assert.is(at(stays!.from - 1e-6), stays!.below);
});

test("an option that comes changes no order among the others; nor do units", () => {
  const two = [option("a", 1, 20), option("b", 3, 12)];
  const order = (options: Option[]) =>
    recommend(options, need({ trust: "any" })).rows.filter((r) =>
      r.rank !== null && r.option.name !== "c"
    )
      .map((r) => r.option.name);
  const alone = order(two);
  for (const c of [option("c", 100, 1), option("c", 0.01, 500)]) {
    assert.equal(order([...two, c]), alone);
  }
  const minutes = two.map((o) => ({ ...o, seconds: exact(o.seconds!.value / 60) }));
  assert.equal(order(minutes), alone);
});

test("chances add up, repeat, and follow the errors", () => {
  const options = [
    option("a", exact(1, 0.05), 10),
    option("b", exact(1, 0.05), 10),
    option("c", exact(1.02, 0.05), 10, 9),
  ];
  const found = recommend(options, need());
  const chances = found.rows.map((r) => r.chance ?? 0);
  assert.ok(Math.abs(chances.reduce((s, c) => s + c, 0) - 1) < 1e-12);
  assert.equal(
    recommend(options, need()).rows.map((r) => r.chance),
    found.rows.map((r) => r.chance),
  );
  const of = (name: string) => found.rows.find((r) => r.option.name === name)!.chance!;
  assert.ok(Math.abs(of("a") - of("b")) < 0.05 && of("c") < of("a"));
  assert.is(found.first.length, 3); // all tied
});

test("one number that two options share is drawn once", () => {
  const shared = { ...exact(10, 3), id: "one claim" };
  const options = [option("a", exact(1, 0.01), shared), option("b", exact(1.1, 0.01), shared, 9)];
  const found = recommend(options, need());
  assert.ok(found.rows.find((r) => r.option.name === "a")!.chance! > 0.999);
  // Two claims of the same size are two pieces of evidence, and the lead drowns in them.
  const own = [
    option("a", exact(1, 0.01), exact(10, 3)),
    option("b", exact(1.1, 0.01), exact(10, 3), 9),
  ];
  assert.ok(recommend(own, need()).rows.find((r) => r.option.name === "a")!.chance! < 0.7);
});

test("of options that do not differ one in twenty is told apart", () => {
  const { normal } = random(11);
  let apart = 0;
  const times = 300;
  for (let t = 0; t < times; t++) {
    const draw = () => measured(Array.from({ length: 6 }, () => 2 + 0.1 * normal()));
    const found = recommend([option("a", draw(), 10, 10), option("b", draw(), 10, 10)], need());
    if (found.first.length === 1) apart++;
  }
  assert.ok(apart / times > 0.025 && apart / times < 0.08, `${apart} of ${times}`);
});

test("what lacks a number that weighs is not ranked, and says what and how much", () => {
  const options = [option("a", 2, 10), option("b", 1, null)];
  const b = row(options, need(), "b");
  assert.is(b.standing, "unranked");
  assert.match(b.why, /FID is unknown and weighs 50 %/);
  assert.is(row(options, need({ weights: { time: 1 } }), "b").standing, "first");
  const none = recommend([option("x", null, 10, 5)], need());
  assert.match(none.notes.join(" "), /Nothing can be ranked/);
});

test("everything ruled out is an answer too", () => {
  const found = recommend(benchmarkOptions(), need({ task: "edit", published: true }));
  assert.equal(found.first, []);
  assert.match(found.words, /No option meets all constraints/);
  assert.ok(found.rows.every((r) => r.ruledOut.length > 0 && r.why !== ""));
});

test("every row says why", () => {
  for (
    const n of [need(), need({ trust: "any" }), need({ latency_s: 2 }), need({ each: "variant" })]
  ) {
    for (const r of recommend(benchmarkOptions(), n).rows) {
      assert.ok(r.why.length > 10, r.option.name);
    }
  }
});

test("a recommendation for each variant", () => {
  const found = recommend(benchmarkOptions("h100-kit"), need({ each: "variant" }));
  const variants = found.rows.filter((r) => r.standing === "first").map((r) => r.option.variant);
  assert.equal(variants.sort(), ["Base", "Turbo"]);
});

test("needs and options that mean nothing are refused, with what to do", () => {
  const a = [option("a", 1, 10)];
  assert.match(failure(() => recommend([], need())).message, /no options/);
  assert.match(
    failure(() => recommend([...a, ...a], need())).message,
    /Two options are called "a"/,
  );
  assert.match(failure(() => recommend(a, { weights: {} })).message, /No weight is above 0/);
  assert.match(
    failure(() => recommend(a, { weights: { time: -1 } })).message,
    /weight of time is -1/,
  );
  assert.match(failure(() => recommend(a, need({ prices: { H100: 0 } }))).message, /H100 is 0/);
  assert.match(failure(() => recommend([option("a", 0, 1)], need())).message, /above 0/);
  const other = option("b", 1, 2);
  const mixed = [...a, { ...other, quality: { ...other.quality!, metric: "SSIM" } }];
  assert.match(failure(() => recommend(mixed, need())).message, /FID and SSIM.*metric: "FID"/);
  assert.is(recommend(mixed, need({ metric: "SSIM" })).first[0], "b");
});

test("it prints as a table with its words", () => {
  const found = recommend(
    benchmarkOptions("h100-kit"),
    need({ latency_s: 2, use: "test", use_zh: "测试" }),
  );
  const text = String(found);
  for (
    const word of [
      "first 首选",
      "ruled out 排除",
      "硬约束",
      "权重",
      "latency ≤ 2 s",
      "chance to be first",
    ]
  ) {
    assert.ok(text.includes(word), word);
  }
  assert.is(found.table.length, found.rows.length);
});

test.run();
