import {
  type Axis,
  benchmarkOptions,
  knownDifference,
  type Option,
  paretoFront,
} from "@kgen/kinetics";
import { random } from "@kgen/stats";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { exact, option } from "./options_made_up.ts";

const AXES: Axis[] = ["time", "quality", "memory"];
const FID = { metric: "FID" };

test("the front is what nothing dominates", () => {
  const options = [
    option("fast", 1, 20),
    option("good", 5, 10),
    option("bad", 6, 21),
    option("slow", 5, 20),
  ];
  const { front, dominated } = paretoFront(options, ["time", "quality"], FID);
  assert.equal(front, ["fast", "good"]);
  assert.is(dominated.get("bad")!.by, "fast");
  assert.is(dominated.get("slow")!.axis, "time");
});

test("scatter throws nobody out: a difference that covers 0 does not dominate", () => {
  const slower = (se: number) => [option("a", exact(1, se), 10), option("b", exact(1.1, se), 10)];
  assert.equal(paretoFront(slower(0.1), AXES, FID).front, ["a", "b"]);
  assert.equal(paretoFront(slower(0.01), AXES, FID).front, ["a"]);
  assert.equal(paretoFront(slower(0.1), AXES, FID).ties.get("a"), ["b"]);
  assert.equal(paretoFront(slower(0.01), AXES, FID).ties.get("a"), []);
});

test("higher is better where the metric says so", () => {
  const up = (o: Option): Option => ({
    ...o,
    quality: { ...o.quality!, metric: "share", direction: "higher" },
  });
  const options = [up(option("a", 1, 0.9)), up(option("b", 1, 0.5))];
  assert.equal(paretoFront(options, ["time", "quality"], { metric: "share" }).front, ["a"]);
});

test("an unknown number is never good", () => {
  // Without its quality the good one is dominated, and dominates nobody.
  const fast = option("fast", 1, 20),
    good = option("good", 5, null),
    worse = option("worse", 6, 19);
  assert.equal(paretoFront([fast, good], ["time", "quality"], FID).front, ["fast"]);
  assert.equal(paretoFront([good, worse], ["time", "quality"], FID).front, ["good", "worse"]);
  // Two unknown numbers cannot be compared.
  assert.equal(
    paretoFront([option("x", 1.5, null), option("y", 2, null), fast], ["time", "quality"], FID)
      .front
      .includes("x"),
    false,
  );
  assert.equal(
    paretoFront([option("x", 0.5, null), option("y", 0.6, null), fast], ["time", "quality"], FID)
      .front,
    ["x", "y", "fast"],
  );
});

test("an axis of which nobody has a number is left out", () => {
  const { axes, front } = paretoFront([option("a", 1, null), option("b", 2, null)], [
    "time",
    "quality",
  ], FID);
  assert.equal(axes, ["time"]);
  assert.equal(front, ["a"]);
});

test("by brute force, on 200 made-up tables with gaps: nobody on the front is dominated, all others are, without circles", () => {
  const { uniform, below } = random(3);
  const value = () => uniform() < 0.15 ? null : exact(1 + below(5), [0, 0.05, 0.6][below(3)]);
  for (let t = 0; t < 200; t++) {
    const options = Array.from(
      { length: 2 + below(9) },
      (_, i) => option(`o${i}`, value(), value(), value()),
    );
    const { front, dominated, axes } = paretoFront(options, AXES, FID);
    assert.ok(front.length > 0);
    assert.is(front.length + dominated.size, options.length);
    const figure = (o: Option, a: Axis) =>
      a === "time" ? o.seconds : a === "memory" ? o.memory : o.quality;
    const beats = (a: Option, b: Option) => {
      let sure = false;
      for (const axis of axes) {
        const x = figure(a, axis), y = figure(b, axis);
        if (x === null) return false;
        if (y === null) continue;
        if (x.value > y.value) return false;
        sure ||= x.value < y.value && !knownDifference(x, y).tie;
      }
      return sure;
    };
    for (const o of options) {
      const beaten = options.some((p) => p !== o && beats(p, o));
      assert.is(front.includes(o.name), !beaten, `table ${t}, ${o.name}`);
    }
  }
});

test("the document's own table: three on the front, the RTX 4090 behind the H800", () => {
  const { front, dominated } = paretoFront(benchmarkOptions("seed"), AXES, FID);
  assert.equal(front.map((n) => n.split(",")[0]), ["Turbo", "Base", "Edit"]);
  assert.is(dominated.get("Turbo, RTX 4090 (claimed)")!.by, "Turbo, H800 (claimed)");
});

test.run();
