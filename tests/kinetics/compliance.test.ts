import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  complianceDifference,
  complianceRate,
  complianceTable,
  parity,
  parityRows,
} from "@kgen/kinetics";
import { textTable } from "@kgen/tables";
import { csvParse } from "d3-dsv";
import { readFileSync } from "node:fs";
import { failure } from "./failure.ts";
import { uniform } from "./synthetic.ts";

const digits = (v: number[], n = 4) => v.map((x) => x.toFixed(n));
const pairs = (both: number, onlyEn: number, onlyZh: number, neither: number) => [
  ...Array.from({ length: both }, () => ({ en: true, zh: true })),
  ...Array.from({ length: onlyEn }, () => ({ en: true, zh: false })),
  ...Array.from({ length: onlyZh }, () => ({ en: false, zh: true })),
  ...Array.from({ length: neither }, () => ({ en: false, zh: false })),
];

test("Wilson: Newcombe's published intervals (Statistics in Medicine 17 (1998) 857, table I)", () => {
  assert.equal(digits(complianceRate(81, 263).ci), ["0.2553", "0.3662"]);
  assert.equal(digits(complianceRate(15, 148).ci), ["0.0624", "0.1605"]);
  assert.equal(digits(complianceRate(0, 20).ci), ["0.0000", "0.1611"]);
  assert.equal(digits(complianceRate(1, 29).ci), ["0.0061", "0.1718"]);
  assert.equal(complianceRate(20, 20).ci[1], 1);
  assert.match(
    String(complianceRate(130, 140)),
    /^130 of 140, 92\.9 % \(95 % interval 87\.4 % to 96\.1 %, Wilson\)$/,
  );
});

test("Newcombe's method 10 for independent rates: his published intervals (same volume, 873, table II)", () => {
  const of = (a: number, m: number, b: number, n: number) =>
    digits(complianceDifference(complianceRate(a, m), complianceRate(b, n)).ci);
  assert.equal(of(56, 70, 48, 80), ["0.0524", "0.3339"]);
  assert.equal(of(9, 10, 3, 10), ["0.1705", "0.8090"]);
  assert.equal(of(10, 10, 0, 20), ["0.6791", "1.0000"]);
});

test("parity: McNemar's exact test and Tango's interval on published pairs", () => {
  // Airway hyper-responsiveness, 21 children (Fagerland, Lydersen, Laake 2014, table I).
  const p = parity(pairs(1, 7, 1, 12));
  assert.equal([p.both, p.onlyEn, p.onlyZh, p.neither], [1, 7, 1, 12]);
  assert.is(p.p.toFixed(4), "0.0703");
  assert.equal(digits(p.ci, 3), ["-0.517", "-0.026"]);
  assert.equal([p.g, p.oddsRatio], [1 / 8 - 0.5, 1 / 7]);
});

test("McNemar's p is the binomial's, with few and with many", () => {
  assert.is(parity(pairs(0, 0, 5, 0)).p, 2 / 32);
  assert.is(parity(pairs(3, 4, 4, 3)).p, 1);
  assert.ok(Math.abs(parity(pairs(0, 40, 60, 0)).p - 0.05688793364) < 1e-10); // R: binom.test(40, 100)
});

test("ends: no pair disagrees, or all do", () => {
  const same = parity(pairs(8, 0, 0, 2)), z2 = 1.959963985 ** 2;
  assert.equal([same.p, same.difference, same.g], [1, 0, null]);
  assert.ok(
    Math.abs(same.ci[1] - z2 / (10 + z2)) < 1e-8 && Math.abs(same.ci[0] + same.ci[1]) < 1e-12,
  );
  const all = parity(pairs(0, 0, 10, 0));
  assert.is(all.ci[1], 1);
  assert.ok(Math.abs(all.ci[0] - (10 - z2) / (10 + z2)) < 1e-8);
  assert.match(all.words, /Chinese prompts do better/);
});

test("words never call a large p parity", () => {
  assert.match(
    parity(pairs(120, 10, 10, 0)).words,
    /show no difference, but one of up to 6\.\d points/,
  );
});

const SEED = 20261124, table: Record<string, unknown>[] = [];
test("coverage of Wilson's interval (SYNTHETIC, 20,000 seeded trials a line)", () => {
  for (const [n, p] of [[20, 0.5], [20, 0.9], [60, 0.75], [140, 0.93], [200, 0.99], [200, 1]]) {
    const u = uniform(SEED), cover = new Map<number, boolean>();
    let hits = 0;
    for (let i = 0; i < 20000; i++) {
      let k = 0;
      for (let j = 0; j < n; j++) if (u() < p) k++;
      let inside = cover.get(k);
      if (inside === undefined) {
        const { ci } = complianceRate(k, n);
        cover.set(k, inside = ci[0] <= p && p <= ci[1]);
      }
      if (inside) hits++;
    }
    table.push({ interval: "Wilson", n, truth: `p = ${p}`, "covered %": hits / 200 });
    // Counts come in steps, so coverage does too: 92 to 98 % at these n (100 at p = 1).
    assert.ok(hits / 200 >= 92 && (p === 1 || hits / 200 <= 98), `n ${n}, p ${p}: ${hits / 200} %`);
  }
});

test("coverage of Tango's and of Newcombe's interval (SYNTHETIC, 4,000 seeded trials a line)", () => {
  // [only English, only Chinese, both]
  for (
    const [n, en, zh, both] of [[20, 0.2, 0.2, 0.4], [60, 0.1, 0.2, 0.5], [200, 0.04, 0.04, 0.88], [
      200,
      0.02,
      0.08,
      0.85,
    ]]
  ) {
    const u = uniform(SEED);
    let hits = 0, tests = 0, loose = 0;
    for (let i = 0; i < 4000; i++) {
      let b = 0, c = 0, a = 0;
      for (let j = 0; j < n; j++) {
        const x = u();
        if (x < en) b++;
        else if (x < en + zh) c++;
        else if (x < en + zh + both) a++;
      }
      const p = parity(pairs(a, b, c, n - a - b - c)), truth = zh - en;
      if (p.ci[0] <= truth && truth <= p.ci[1]) hits++;
      if (p.p < 0.05) tests++;
      const { ci } = complianceDifference(p.zh, p.en);
      if (ci[0] <= truth && truth <= ci[1]) loose++;
    }
    const truth = `en only ${en}, zh only ${zh}`;
    table.push({
      interval: "Tango (paired)",
      n,
      truth,
      "covered %": hits / 40,
      "McNemar p < 0.05 %": tests / 40,
    });
    table.push({ interval: "Newcombe (unpaired, on pairs)", n, truth, "covered %": loose / 40 });
    assert.ok(hits / 40 >= 93 && hits / 40 <= 98, `n ${n}: ${hits / 40} %`);
    if (en === zh) assert.ok(tests / 40 <= 5, `McNemar refuses ${tests / 40} % of true parity`);
  }
});

test("Newcombe's interval on independent sets covers (SYNTHETIC, 4,000 trials)", () => {
  const u = uniform(SEED);
  let hits = 0;
  for (let i = 0; i < 4000; i++) {
    let a = 0, b = 0;
    for (let j = 0; j < 60; j++) if (u() < 0.9) a++;
    for (let j = 0; j < 80; j++) if (u() < 0.75) b++;
    const { ci } = complianceDifference(complianceRate(a, 60), complianceRate(b, 80));
    if (ci[0] <= 0.15 && 0.15 <= ci[1]) hits++;
  }
  table.push({
    interval: "Newcombe (independent)",
    n: "60, 80",
    truth: "0.90, 0.75",
    "covered %": hits / 40,
  });
  assert.ok(hits / 40 >= 93 && hits / 40 <= 97, `${hits / 40} %`);
});

test("verdicts of nano v0: rates and parity as the README of data/checker says", () => {
  const verdicts = csvParse(readFileSync("data/checker/nano-v0-verdicts.csv", "utf8")).map((r) => ({
    id: r.id,
    language: r.language,
    things: r.things,
    object: +r.object,
    background: +r.background,
    style: r.style === "" ? null : +r.style,
  }));
  const single = verdicts.filter((v) => v.things === "1"),
    two = verdicts.filter((v) => v.things === "2");
  const counts = (rows: { k: number; n: number }[]) => rows.map((r) => [r.k, r.n]);
  assert.equal(counts(complianceTable(single, ["object"])), [[130, 140], [130, 140]]);
  assert.equal(counts(complianceTable(two, ["object"])), [[45, 60], [45, 60]]);
  assert.equal(counts(complianceTable(verdicts, ["background", "style"])), [
    [200, 200],
    [200, 200],
    [128, 132],
    [127, 132],
  ]);
  const p = parity(parityRows(verdicts, "object"));
  console.log("\n" + String(p));
  assert.equal([p.n, p.difference, p.p], [200, 0, 1]);
  assert.ok(p.ci[1] < 0.06);
});

test("tables of verdicts: what is neither true nor false is named", () => {
  const v = (id: string, language: string, object: unknown) => ({ id, language, object });
  assert.match(
    failure(() => complianceTable([v("1", "en", "yes")], ["object"])).message,
    /Verdict 1 \(en\): object is "yes"/,
  );
  assert.match(
    failure(() => complianceTable([{ id: "1", language: "en" }], ["all" as "id"])).message,
    /has no "all". It has: id, language/,
  );
  assert.equal(complianceTable([v("1", "en", null), v("2", "en", true)], ["object"])[0].n, 1);
  assert.match(
    failure(() => parityRows([v("1", "en", 1)], "object")).message,
    /there are no pairs/,
  );
  const twice = [v("1", "en", 1), v("1", "en", 0), v("1", "zh", 1)];
  assert.match(failure(() => parityRows(twice, "object")).message, /stands 2 times in en/);
  assert.match(failure(() => complianceRate(3, 2)).message, /got 3 of 2/);
  assert.match(failure(() => complianceRate(0, 0)).message, /n above 0/);
  assert.match(failure(() => parity([])).message, /no pairs/);
});

test.after(() => {
  console.log(
    "\n" + textTable(table, { title: `Coverage of 95 % intervals. SYNTHETIC, seed ${SEED}` }),
  );
});

test.run();
