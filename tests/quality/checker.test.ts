import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  backgrounds,
  Checker,
  CheckerError,
  checkerFeatures,
  expectation,
  judge,
  type Picture,
  PictureError,
  readReference,
} from "@kgen/quality";
import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const reference = readReference();
const checker = new Checker();

/** A picture of one colour with a disc of another: x, y, r in parts. */
function disc(
  ground: number,
  rgb: number[],
  discs: [number, number, number][],
  size = 96,
): Picture {
  const data = new Uint8Array(size * size * 3);
  for (let p = 0; p < size * size; p++) {
    const x = (p % size + 0.5) / size, y = (Math.floor(p / size) + 0.5) / size;
    const inside = discs.some(([cx, cy, r]) => Math.hypot(x - cx, y - cy) < r);
    for (let c = 0; c < 3; c++) data[3 * p + c] = inside ? rgb[c] : backgrounds[ground].rgb[c];
  }
  return { width: size, height: size, channels: 3, data };
}
const red = [221, 46, 68];

test("a red disc is a red circle, on each background but its own red, at any size", () => {
  for (let g = 0; g < backgrounds.length; g++) {
    if (backgrounds[g].en === "red") continue;
    for (const size of [96, 128, 50]) {
      const seen = checker.look(disc(g, red, [[0.5, 0.5, 0.49]], size));
      assert.is(seen.background.colour, backgrounds[g].en);
      assert.equal(seen.things.map((t) => [t.emoji.en, t.place]), [["red circle", "centre"]]);
      assert.ok(seen.fit > 0.9);
    }
  }
});

test("discs of half size are two things, and one of them alone is one thing at its side", () => {
  const left: [number, number, number] = [0.25, 0.5, 0.245],
    right: [number, number, number] = [0.75, 0.5, 0.245];
  const two = checker.look(disc(6, red, [left, right]));
  assert.equal(two.things.map((t) => [t.emoji.en, t.place]), [["red circle", "left"], [
    "red circle",
    "right",
  ]]);
  assert.equal(checker.look(disc(6, red, [right])).things.map((t) => t.place), ["right"]);
});

test("a plain picture has a background and nothing else", () => {
  const seen = checker.look(disc(5, red, []));
  assert.is(seen.background.colour, "green");
  assert.equal(seen.things, []);
  assert.is(seen.style, null);
});

test("the same picture always gives the same answer", () => {
  const p = disc(2, [20, 90, 200], [[0.4, 0.45, 0.3]]);
  assert.equal(checker.look(p), new Checker(reference).look(p));
});

test("the verdict tells object, place and colour apart", () => {
  const seen = checker.look(disc(6, red, [[0.5, 0.5, 0.49]]));
  const say = (prompt: string) => judge(expectation(prompt), seen);
  assert.ok(say("red circle, blue background").all);
  assert.ok(say("红色圆形,蓝色背景").object || say("红色圆,蓝色背景").object);
  const colour = say("red circle, green background");
  assert.ok(colour.object && !colour.background && !colour.all);
  assert.equal(say("tiger, blue background").objects, ["other"]);
  assert.equal(say("red circle on the left, cat on the right, blue background").objects, [
    "missing",
    "missing",
  ]);
});

test("two things at each other's place are swapped", () => {
  const p = disc(0, red, [[0.25, 0.5, 0.245]]), q = disc(0, [85, 172, 238], [[0.75, 0.5, 0.245]]);
  for (let i = 0; i < p.data.length; i++) if (q.data[i] !== 255) p.data[i] = q.data[i];
  const seen = checker.look(p);
  assert.equal(seen.things.map((t) => t.emoji.en), ["red circle", "blue circle"]);
  const say = (prompt: string) => judge(expectation(prompt), seen);
  const right = say("red circle on the left, blue circle on the right");
  assert.ok(right.object && !right.swapped);
  const wrong = say("blue circle on the left, red circle on the right");
  assert.ok(!wrong.object && wrong.swapped && wrong.layout);
  assert.not(say("red circle").layout);
});

test("features have one number a component, and differ between pictures", () => {
  const a = checker.describe(disc(0, red, [[0.5, 0.5, 0.49]])),
    b = checker.describe(disc(1, red, []));
  assert.is(a.length, reference.k);
  assert.ok(a.every(Number.isFinite) && a.some((v, i) => v !== b[i]));
});

test("a set's features are named after the checker, a row a picture", () => {
  const set = checkerFeatures([disc(0, red, []), disc(1, red, [])], checker);
  assert.equal([set.name, set.n, set.dim], ["nano-checker", 2, reference.k]);
  assert.equal(set.data.slice(set.dim), checker.describe(disc(1, red, [])));
});

test("grey pictures and pictures with alpha are looked at; data of another size is refused", () => {
  const p = disc(0, red, [[0.5, 0.5, 0.49]]), pixels = p.data.length / 3;
  const alpha = new Uint8Array(4 * pixels);
  for (let i = 0; i < pixels; i++) {
    const white = p.data[3 * i + 1] === 255;
    // White by transparency, over a colour that must not show.
    alpha.set(
      white ? [0, 255, 0, 0] : [p.data[3 * i], p.data[3 * i + 1], p.data[3 * i + 2], 255],
      4 * i,
    );
  }
  const seen = checker.look({ ...p, channels: 4, data: alpha });
  assert.equal(seen.things.map((t) => t.emoji.en), ["red circle"]);
  assert.is(seen.background.colour, "white");
  const grey = checker.look({ ...p, channels: 1, data: new Uint8Array(pixels).fill(150) });
  assert.equal([grey.background.colour, grey.things.length], ["gray", 0]);
  assert.throws(
    () => checker.look({ ...p, data: p.data.slice(3) }),
    (e: unknown) => e instanceof PictureError,
  );
});

test("a reference that is missing, of another format or cut is named", () => {
  const folder = mkdtempSync(join(tmpdir(), "checker-"));
  const problem = () => {
    try {
      readReference(folder);
    } catch (e) {
      assert.instance(e, CheckerError);
      return (e as Error).message;
    }
    return "";
  };
  try {
    assert.match(problem(), /reference\.json: cannot be read/);
    writeFileSync(join(folder, "reference.json"), '{"format":"other"}');
    copyFileSync("data/checker/reference.bin", join(folder, "reference.bin"));
    assert.match(problem(), /its format is "other"/);
    copyFileSync("data/checker/reference.json", join(folder, "reference.json"));
    truncateSync(join(folder, "reference.bin"), 1000);
    assert.match(problem(), /it has 1000 bytes and reference\.json asks for \d+/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
