/** Treatments: verdicts, pairs, barrier and corrections, on made-up runs with known truth and on the H100's. */
import {
  h100Catalysis,
  notTested,
  type TreatedRun,
  treatment,
  treatments,
  treatmentsIn,
} from "@kgen/kinetics";
import { random } from "@kgen/stats";
import { dataset } from "@kgen/tables";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { failure } from "./failure.ts";

const ssim = { quality: { name: "ssim", direction: "higher" as const, margin: 0.03 } };

/** n runs: k = 7·factor with 2 % scatter that partners share by half, quality 0.8 + better. */
function made(n: number, factor: number, better: number, seed: number): TreatedRun[] {
  const own = random(seed), shared = random(99);
  return Array.from({ length: n }, (_, pair) => ({
    pair,
    k: 7 * factor * Math.exp(0.014 * own.normal() + 0.014 * shared.normal()),
    quality: 0.8 + better + 0.01 * own.normal(),
  }));
}

test("faster and as good is a catalyst, faster and worse is not, slower is an inhibitor", () => {
  const kinds = ([[1.1, 0], [1.1, -0.1], [1.1, 0.1], [0.9, 0], [1, 0]] as const).map(([f, q], i) =>
    treatment("t", made(8, 1, 0, 5), made(8, f, q, i + 20), ssim).kind
  );
  assert.equal(kinds, [
    "catalyst",
    "faster, worse product",
    "catalyst",
    "inhibitor",
    "no effect seen",
  ]);
});

test("'no change seen' is not 'as good': without a margin, or with a wide interval, the product is unclear", () => {
  const compare = (margin?: number) =>
    treatment("t", made(8, 1, 0, 5), made(8, 1.1, 0, 20), { quality: { ...ssim.quality, margin } });
  assert.equal([compare().kind, compare().quality!.verdict], [
    "faster, product unclear",
    "no change seen",
  ]);
  assert.equal([compare(0.001).kind, compare(0.03).kind], ["faster, product unclear", "catalyst"]);
  // Surely a little worse, and surely by less than matters.
  const little = treatment("t", made(40, 1, 0, 5), made(40, 1.1, -0.01, 20), ssim);
  assert.equal([little.quality!.p < 0.05, little.quality!.verdict, little.kind], [
    true,
    "as good",
    "catalyst",
  ]);
});

test("where lower is better, less is better", () => {
  const worse = { quality: { name: "lpips", direction: "lower" as const } };
  const t = treatment("t", made(8, 1, 0, 1), made(8, 1.1, 0.1, 2), worse);
  assert.equal([t.kind, t.quality!.verdict], ["faster, worse product", "worse"]);
});

test("without scores the product is unknown, and the words say so", () => {
  const bare = (runs: TreatedRun[]) => runs.map(({ pair, k }) => ({ pair, k }));
  const t = treatment("t", bare(made(8, 1, 0, 1)), bare(made(8, 1.1, 0, 2)), ssim);
  assert.is(t.kind, "faster, product unseen");
  assert.match(t.words, /no pictures to score/);
  assert.match(t.barrier.words, /not testable.*no temperatures/);
});

test("the ratio's interval holds the truth in 95 % of trials, and 'smallest seen' is seen in about 80", () => {
  let held = 0, seen = 0, smallest = 0;
  const trials = 200;
  for (let i = 0; i < trials; i++) {
    const t = treatment("t", made(6, 1, 0, 2 * i + 1000), made(6, 1.02, 0, 2 * i + 1001));
    if (t.ratio.ci[0] < 1.02 && 1.02 < t.ratio.ci[1]) held++;
    smallest += t.smallestSeen / trials;
  }
  assert.ok(Math.abs(held / trials - 0.95) < 0.035, `${held} of ${trials}`);
  for (let i = 0; i < trials; i++) {
    if (
      treatment("t", made(6, 1, 0, 3 * i + 5000), made(6, 1 + smallest, 0, 3 * i + 5001)).p < 0.05
    ) seen++;
  }
  assert.ok(Math.abs(seen / trials - 0.8) < 0.08, `${seen} of ${trials}`);
});

test("runs are paired by name, not by place; those without a partner are counted", () => {
  const control = made(6, 1, 0, 1), treated = made(6, 1.1, 0, 2);
  const straight = treatment("t", control, treated),
    turned = treatment("t", control, treated.toReversed());
  assert.equal(straight.ratio, turned.ratio);
  const short = treatment("t", control, treated.slice(1));
  assert.equal([short.n, short.leftOut], [5, 1]);
  assert.match(short.words, /Left out for want of a partner: 1 run\./);
});

test("what cannot be compared is refused with the reason", () => {
  const runs = made(3, 1, 0, 1);
  assert.match(
    failure(() => treatment("t", runs, [...runs, runs[0]])).message,
    /pair 0 stands there twice/,
  );
  assert.match(
    failure(() => treatment("t", runs, runs.map((r) => ({ ...r, pair: `x${r.pair}` })))).message,
    /0 pairs/,
  );
  assert.match(
    failure(() => treatment("t", runs, runs.map((r) => ({ ...r, k: 0 })))).message,
    /k = 0/,
  );
  assert.match(failure(() => treatments([])).message, /no treatments/);
  assert.match(
    failure(() => treatmentsIn(dataset("h100-kit/runs"), { group: "samplers", control: "x" }))
      .message,
    /Groups: .*sampler/,
  );
});

/** n runs that follow Arrhenius with that Ea/R, over a range of temperatures. */
function warmed(n: number, EaR: number, span: number, w: 0 | 1, noise = 0.004): TreatedRun[] {
  const { normal, uniform } = random(10 + w);
  return Array.from({ length: n }, (_, i) => {
    const T_K = 330 + span * (uniform() - 0.5);
    return { pair: i, order: 2 * i + w, T_K, k: Math.exp(9.8 - EaR / T_K + noise * normal()) };
  });
}

test("a barrier that is lower by 600 K is found where temperatures vary, and called so", () => {
  const { barrier } = treatment("t", warmed(40, 1200, 40, 0), warmed(40, 600, 40, 1));
  assert.is(barrier.testable, true);
  assert.ok(
    Math.abs(barrier.change!.value + 600) < 3 * barrier.change!.se,
    `${barrier.change!.value}`,
  );
  assert.ok(barrier.change!.ci[1] < 0);
  assert.match(barrier.words, /lower/);
});

test("over two kelvin the same barrier cannot be tested, and the reason is a number", () => {
  const { barrier } = treatment("t", warmed(40, 1200, 2, 0, 0.02), warmed(40, 600, 2, 1, 0.02));
  assert.equal([barrier.testable, barrier.change], [false, null]);
  assert.match(barrier.words, /not testable.*only from .* K up/);
  const few = treatment("t", warmed(3, 1200, 40, 0), warmed(3, 600, 40, 1)).barrier;
  assert.match(few.words, /5 runs each/);
});

test("all of a change as barrier: −T·ln ratio", () => {
  const runs = (k: number) =>
    [0, 1, 2].map((pair) => ({ pair, k: k * (1 + 0.001 * pair), T_K: 330 }));
  const { ifAllBarrier } = treatment("t", runs(1), runs(2)).barrier;
  assert.ok(Math.abs(ifAllBarrier!.value + 330 * Math.log(2)) < 1e-9);
});

test("twenty treatments that do nothing: alone some are 'seen', corrected hardly one", () => {
  let alone = 0, corrected = 0;
  for (let r = 0; r < 15; r++) {
    const family = treatments(
      Array.from(
        { length: 20 },
        (_, i) =>
          treatment(`t${i}`, made(5, 1, 0, 100 * r + i + 1), made(5, 1, 0, 50_000 + 100 * r + i)),
      ),
    );
    if (family.all.some((t) => t.p < 0.05)) alone++;
    if (family.all.some((t) => t.adjusted < 0.05)) corrected++;
  }
  assert.ok(alone >= 6 && corrected <= 3, `${alone} and ${corrected} of 15`);
});

test("between alone and corrected a treatment is undecided, and counts as neither", () => {
  const weak = treatment("weak", made(5, 1, 0, 1), made(5, 1.05, 0, 4));
  const nothing = Array.from(
    { length: 30 },
    (_, i) => treatment(`t${i}`, made(5, 1, 0, i + 200), made(5, 1, 0, i + 300)),
  );
  assert.ok(weak.p < 0.05 && weak.kind !== "no effect seen");
  const family = treatments([weak, ...nothing]);
  assert.is(family.all[0].kind, "undecided");
  assert.match(family.words, /Undecided 未定.*weak/);
  assert.equal(treatments([weak, ...nothing], { adjust: "none" }).all[0].kind, weak.kind);
});

test("not tested stays in the table, and does not count", () => {
  const t = treatments([
    treatment("a", made(6, 1, 0, 1), made(6, 1.1, 0, 2)),
    notTested("b", "attention", "One kind only."),
  ]);
  assert.equal([t.comparisons, t.table.length, t.table[1].verdict], [1, 2, "not tested 未检验"]);
  assert.match(String(t), /b: not tested\. One kind only\./);
});

test("the H100: what compiles is faster, fp8 is slower, a LoRA neither; the rest is undecided or unseen", () => {
  const { all, comparisons } = h100Catalysis();
  const of = (name: string) => all.find((t) => t.treatment === name)!;
  assert.is(comparisons, 19);
  const decided = all.filter((t) => t.adjusted < 0.05);
  assert.equal(decided.map((t) => [t.treatment, t.kind, t.ratio.value.toFixed(3)]), [
    ["fp8 weights", "inhibitor", "0.926"],
    ["fp8 weights, fast", "inhibitor", "0.917"],
    ["torch.compile (blocks)", "faster, product unseen", "1.185"],
    ["torch.compile (between blocks)", "faster, product unseen", "1.098"],
  ]);
  const lora = of("LoRA rank 32");
  assert.equal([lora.n, lora.ratio.ci.map((v) => v.toFixed(3)).join()], [6, "0.974,1.016"]);
  assert.is((100 * lora.smallestSeen).toFixed(1), "2.9");
  assert.equal([of("euler").kind, of("euler").ratio.value.toFixed(3)], ["undecided", "1.121"]);
  assert.ok(all.every((t) => !t.barrier.testable), "temperatures vary too little in all of them");
  assert.equal(all.filter((t) => t.kind === "not tested").map((t) => t.factor), [
    "attention",
    "scheduler",
  ]);
});

test.run();
