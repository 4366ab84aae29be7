// Which of two hosts is faster, when each was given other cells.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compareHosts, type HostRun } from "@kgen/kinetics";
import { random } from "@kgen/stats";

/** `share` of the quick condition goes to A. */
function fleet(seed: number, faster: number, share: number): HostRun[] {
  const r = random(seed);
  return Array.from({ length: 60 }, () => {
    const quick = r.uniform() < 0.5;
    const onA = r.uniform() < (quick ? share : 1 - share);
    const k = (quick ? 20 : 5) * (onA ? 1 : faster) * Math.exp(0.03 * r.normal());
    return { url: onA ? "A" : "B", condition: quick ? "quick" : "slow", k_sampling: k };
  });
}

test("a host that was given the quick cells is not called faster for it", () => {
  const c = compareHosts(fleet(1, 1, 0.8));
  assert.is(c.effect, false, String(c));
  assert.ok(c.naive > 1.3 || c.naive < 0.75, `${c.naive}`);
  assert.match(String(c), /No difference is seen.*\n60 runs of 2 conditions, 2 of them on both/);
});

test("a host that is 10 % faster is found out, though it was given the slow cells", () => {
  const c = compareHosts(fleet(2, 1.1, 0.8));
  assert.equal([c.faster, c.effect], ["B", true]);
  assert.ok(c.ci[0] < 1.1 && c.ci[1] > 1.1, String(c));
  assert.ok(c.naive < 1, "by plain means it is the slower one");
  assert.match(c.verdict, /^B is faster than A by \d/);
});

test("cold runs are left out; one host, three, or an unknown one are refused", () => {
  const runs = fleet(3, 1, 0.5);
  const cold = runs.map((r) => ({ ...r, start: "cold", k_sampling: 0.1 }));
  assert.is(compareHosts([...runs, ...cold]).n, 60);
  assert.throws(() => compareHosts(runs.filter((r) => r.url === "A")), /here are 1 \(A\)/);
  assert.throws(() => compareHosts([...runs, { ...runs[0], url: "C" }]), /here are 3 \(A, B, C\)/);
  assert.throws(() => compareHosts(runs, ["A", "Z"]), /no warm run of Z/);
});

test.run();
