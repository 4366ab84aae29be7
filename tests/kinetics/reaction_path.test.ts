/** Wordings as reaction paths, and quench rates, on made-up runs. */
import {
  type Completeness,
  type PathRun,
  pathRun,
  quenchTable,
  reactionPaths,
} from "@kgen/kinetics";
import { expectation, wordings } from "@kgen/quality";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { failure } from "./failure.ts";

const run = (wording: string, pair: number, o: Partial<PathRun> = {}): PathRun => ({
  wording,
  pair,
  C: 0.5,
  t1: 3,
  k: 0.1 * (1 + 0.02 * Math.sin(7 * pair)),
  asked: true,
  side: [],
  onTheWay: 0,
  frames: 8,
  quality: null,
  ...o,
});
const pairs = [1, 2, 3, 4, 5, 6, 7, 8];
const of = (wording: string, o: (pair: number) => Partial<PathRun> = () => ({})) =>
  pairs.map((pair) => run(wording, pair, o(pair)));

test("a wording that fails everywhere: fewer as asked, later, side products counted by name", () => {
  const paths = reactionPaths([
    ...of("left first"),
    ...of(
      "right first",
      (p) => ({ asked: false, t1: null, side: p < 6 ? ["dog"] : ["dog", "cat"], onTheWay: 4 }),
    ),
  ]);
  const [, right] = paths.wordings;
  const { better, worse, adjusted } = right.against!.asked;
  assert.equal([better, worse, adjusted.toFixed(6)], [0, 8, (2 / 256).toFixed(6)]);
  assert.equal([right.against!.t1.later, right.never, right.t1], [8, 8, Infinity]);
  assert.equal(right.products, [["dog", 8], ["cat", 3]]);
  assert.is(right.onTheWay, 0.5);
  assert.match(paths.words, /right first: fewer pictures as asked, later, more side products\./);
  assert.is(paths.table[1]["t1 (NFE)"], "most never");
});

test("a wording that changes nothing but the pace", () => {
  const paths = reactionPaths([
    ...of("en"),
    ...of("zh", (p) => ({ C: 0.6, k: 0.12 * (1 + 0.02 * Math.sin(9 * p)) })),
  ]);
  assert.match(paths.words, /zh: faster\./);
  const { ratio, ci } = paths.wordings[1].against!.k!;
  assert.ok(ci[0] < 1.2 && 1.2 < ci[1] && Math.abs(ratio - 1.2) < 0.02);
});

test("a question is corrected for the number of wordings", () => {
  const six = pairs.slice(0, 6), fails = { asked: false };
  const of6 = (w: string, o: Partial<PathRun>) => six.map((p) => run(w, p, o));
  const one = reactionPaths([...of6("a", {}), ...of6("b", fails)]);
  const three = reactionPaths([
    ...of6("a", {}),
    ...of6("b", fails),
    ...of6("c", {}),
    ...of6("d", {}),
  ]);
  const corrected = [one, three].map((r) => r.wordings[1].against!.asked.adjusted.toFixed(6));
  assert.equal(corrected, [2 / 64, 6 / 64].map((p) => p.toFixed(6)));
  assert.match(three.words, /b: no difference seen/);
});

test("pairs are held together by name; doubts are refused", () => {
  const mixed = [...of("en"), ...of("zh").reverse()];
  assert.is(reactionPaths(mixed).wordings[1].against!.t1.later, 0);
  assert.match(failure(() => reactionPaths(of("en"))).message, /there is 1/);
  assert.match(
    failure(() => reactionPaths([...of("en"), ...of("zh"), run("zh", 1)])).message,
    /twice/,
  );
  assert.match(
    failure(() => reactionPaths([...of("en"), run("zh", 77)])).message,
    /no pair in common/,
  );
});

test("t1 is the first frame from which it stays as asked", () => {
  const points = Array.from({ length: 8 }, (_, i) => (
    { step: i + 1, nfe: 2 * i + 2, t: 0, I: 1 - Math.exp(-0.5 * i), used: true }
  ));
  const c = { run: "r", metric: "rmse", C: 3, points, notes: [] } as unknown as Completeness;
  const frames = (asked: string) =>
    [...asked].map((a, i) => ({
      nfe: 2 * i + 2,
      asked: a === "y",
      side: a === "s" ? ["dog"] : [],
    }));
  const about = { wording: "en", pair: 1, prompt: "red apple" };
  assert.equal(
    ["nyynyyyy", "yyyyyyyy", "nnnnnnny", "yyyyyyyn"].map((a) => pathRun(about, c, frames(a)).t1),
    [10, 2, 16, null],
  );
  const { k, side, onTheWay, asked } = pathRun(about, c, frames("ssnnnnns"));
  assert.equal([asked, side, onTheWay], [false, ["dog"], 3]);
  // Evaluations are the clock, and C is not in k: two evaluations a step halve it.
  assert.is(k!.toFixed(3), "0.250");
  assert.match(failure(() => pathRun(about, c, [])).message, /no frames/);
});

test("all wordings of a content ask for the same", () => {
  const content = {
    left: { en: "red apple", zh: "红苹果" },
    right: { en: "cat", zh: "猫" },
    colour: "blue",
  };
  const asked = wordings(content).map(({ prompt }) => {
    const { objects, background, style } = expectation(prompt);
    const at = (place: string) => objects.find((o) => o.place === place)!.emoji!.en;
    return [at("left"), at("right"), background, style].join();
  });
  assert.equal(new Set(asked).size, 1);
  assert.is(asked[0], "red apple,cat,blue,noto");
  assert.throws(() => wordings({ ...content, colour: "mauve" }), /white, black/);
});

test("quench rates: only what is known counts, pairs that disagree decide", () => {
  const q = (kind: "stalled" | "complete" | "unknown" | "fell") => ({
    kind,
    quenched: kind === "stalled" || kind === "fell",
  });
  const table = quenchTable([
    ...pairs.map((pair) => ({ treatment: "30 steps", pair, quench: q("complete") })),
    ...pairs.map((pair) => ({
      treatment: "8 steps",
      pair,
      quench: pair < 8 ? q(pair < 3 ? "fell" : "stalled") : q("unknown"),
    })),
    ...pairs.map((pair) => ({ treatment: "4 steps", pair, quench: null })),
  ]);
  const [, eight, four] = table.table;
  assert.equal([eight.quenched, eight.fell, eight.stalled, eight.unknown], ["7 of 7", 2, 5, 1]);
  const p = [eight.p, eight.corrected].map((v) => v!.toFixed(6));
  assert.equal([...p, eight["only here / only there"]], ["0.015625", "0.015625", "7 / 0"]);
  assert.equal([four.rate, four["95 % interval"], four.unknown], [null, null, 8]);
  assert.match(table.words, /8 steps: quenched 7 of 7 .* more than 30 steps/);
  assert.match(table.words, /4 steps: .*not known/);
  assert.match(failure(() => quenchTable([])).message, /no runs/);
});

test.run();
