// The difference between two sides with blocks as a random effect: against the paired t test, and its coverage.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type BlockedValue, mixedDifference, pairedTest, random } from "@kgen/stats";

const near = (a: number, b: number, off: number) =>
  assert.ok(Math.abs(a - b) <= off, `${a} is not within ${off} of ${b}`);

/** Values of blocks with sides of unequal size, and a true difference. */
function drawn(seed: number, difference: number, sizes: [number, number][]): BlockedValue[] {
  const r = random(seed);
  return sizes.flatMap(([n0, n1], i) => {
    const effect = 0.5 * r.normal();
    const side = (s: 0 | 1, n: number) =>
      Array.from({ length: n }, () => ({
        block: `${i}`,
        side: s,
        y: 2 + effect + s * difference + 0.1 * r.normal(),
      }));
    return [...side(0, n0), ...side(1, n1)];
  });
}

test("one value a side in every block: the paired t test", () => {
  const values = drawn(3, 0.2, Array(8).fill([1, 1]));
  const of = (s: number) => values.filter((v) => v.side === s).map((v) => v.y);
  const d = mixedDifference(values);
  const t = pairedTest(of(0), of(1));
  near(d.value, t.difference, 1e-9);
  near(d.ci[0], t.ci[0], 1e-6);
  near(d.ci[1], t.ci[1], 1e-6);
  assert.is(d.df, 7);
  near(d.paired!.value, d.value, 1e-9);
});

test("blocks that do not differ: the ratio of variances is 0 and the plain difference remains", () => {
  const y = [1, 2, 3, 2, 3, 1, 3, 1, 2, 2, 1, 3];
  const values = y.map((v, i) => ({ block: `${i % 2}`, side: (i < 6 ? 0 : 1) as 0 | 1, y: v }));
  const d = mixedDifference(values);
  assert.is(d.between, 0);
  near(d.value, 0, 1e-12);
});

test("the 95 % interval covers the truth in 95 % of unbalanced draws", () => {
  const sizes: [number, number][] = [[3, 1], [1, 3], [2, 2], [0, 3], [4, 0], [1, 2]];
  let covered = 0, missed = 0;
  for (let seed = 1; seed <= 1000; seed++) {
    const d = mixedDifference(drawn(seed, 0.05, sizes));
    if (d.ci[0] <= 0.05 && d.ci[1] >= 0.05) covered++;
    // What a plain comparison of means says: blocks are taken for sides.
    const v = drawn(seed, 0.05, sizes);
    const mean = (s: number) => {
      const y = v.filter((x) => x.side === s).map((x) => x.y);
      return y.reduce((a, b) => a + b, 0) / y.length;
    };
    if (Math.abs(mean(1) - mean(0) - 0.05) > 3 * Math.abs(d.value - 0.05)) missed++;
  }
  assert.ok(covered > 930 && covered < 970, `${covered} of 1000`);
  assert.ok(missed > 500, "the plain means are mostly further off");
});

test("nothing to compare is refused", () => {
  const one = [{ block: "a", side: 0 as const, y: 1 }];
  assert.throws(() => mixedDifference(one), /both sides/);
  assert.throws(
    () => mixedDifference([...one, { block: "a", side: 1, y: 2 }]),
    /leave no degree of freedom/,
  );
});

test.run();
