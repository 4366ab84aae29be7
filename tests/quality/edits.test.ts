/** Judges of edits, on pictures whose answer is known: sources of data/nano/evaluation stand for what they show. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  blanked,
  Checker,
  edges,
  type EditCase,
  type EditKind,
  judgeEdit,
  type Picture,
  toneOf,
} from "@kgen/quality";
import { readFileSync } from "node:fs";
import { editSources } from "../../lib/cli/bench_nano_cases.ts";
import { mirrored } from "../../lib/quality/checker/mirror.ts";

const cases: EditCase[] = JSON.parse(readFileSync("data/nano/evaluation/edits.json", "utf8"));
const sources = await editSources(), checker = new Checker();
const some = (kind: EditKind, n = 12) => cases.filter((c) => c.kind === kind).slice(0, n);
const sourceOf = (c: EditCase) => sources.get(c.id)!;
const followed = (c: EditCase, result: Picture, source = sourceOf(c)) =>
  judgeEdit(c, source, result, checker).followed;
/** Seeded noise of ±`by` on every value. */
function noisy(p: Picture, by = 12): Picture {
  let s = 7;
  const random = () => (s = (Math.imul(s, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1;
  return {
    ...p,
    data: Uint8Array.from(p.data, (v) => Math.max(0, Math.min(255, v + by * random()))),
  };
}

for (const kind of ["style", "background", "skin", "replace"] as const) {
  test(`${kind}: a source shows what it is, noise or not, and not what was asked for`, () => {
    for (const c of some(kind)) {
      const backwards = { ...c, from: c.want, want: c.from }, source = sourceOf(c);
      assert.ok(followed(backwards, source), c.id);
      assert.ok(followed(backwards, noisy(source)), `${c.id}, noise`);
      assert.not(followed(c, source), `${c.id}, unedited`);
    }
  });
}

test("another case's answer is none", () => {
  for (const kind of ["style", "background", "skin", "replace"] as const) {
    const mine = some(kind);
    mine.forEach((c, i) => {
      const other = mine[(i + 1) % mine.length];
      assert.not(followed({ ...c, from: c.want, want: c.from }, sourceOf(other)), c.id);
    });
  }
});

test("mirror: the mirrored source, not the source, not another", () => {
  for (const c of some("mirror")) {
    assert.ok(followed(c, mirrored(sourceOf(c))), c.id);
    assert.ok(followed(c, noisy(mirrored(sourceOf(c)), 25)), `${c.id}, noise`);
    assert.not(followed(c, sourceOf(c)), `${c.id}, unedited`);
  }
  const [a, b] = some("mirror");
  assert.not(followed(a, mirrored(sourceOf(b))));
});

test("fill: the original, not the grey part, not with the rest changed", () => {
  for (const c of some("fill")) {
    const source = sourceOf(c);
    assert.ok(followed(c, source), c.id);
    assert.not(followed(c, blanked(source, c.mask!)), `${c.id}, unedited`);
    const changed = judgeEdit(c, source, noisy(source, 60), checker);
    assert.is(changed.checks.kept, false, c.id);
  }
});

test("sketch: what has these lines and is the thing; neither alone is enough", () => {
  const pictures = some("fill");
  pictures.forEach((c, i) => {
    const picture = sourceOf(c), lines = edges(picture);
    const drawing = {
      ...picture,
      data: Uint8Array.from(picture.data, (_, k) => 255 * lines[Math.floor(k / 3)]),
    };
    const asked: EditCase = { ...c, kind: "sketch" };
    assert.ok(followed(asked, picture, drawing), c.id);
    assert.not(followed(asked, drawing, drawing), `${c.id}, unedited`);
    const turned = judgeEdit(asked, drawing, mirrored(picture), checker);
    const other = judgeEdit(asked, drawing, sourceOf(pictures[(i + 1) % pictures.length]), checker);
    assert.is(other.followed, false, c.id);
    assert.ok(turned.scores.f < 1);
  });
});

test("tone: of the sources, and null where an emoji has none", () => {
  const r = checker.reference;
  for (const c of some("skin", 20)) {
    const hexcode = c.from.objects[0].hexcode;
    const is = r.emoji.find((e) => e.hexcode === hexcode)!;
    const known = { base: is.base, style: c.from.style!, background: c.from.background };
    assert.is(toneOf(r, sourceOf(c), known)!.tone, is.tone, c.id);
  }
  const cat = r.emoji.findIndex((e) => e.en === "cat");
  assert.is(
    toneOf(r, sourceOf(cases[0]), { base: cat, style: "noto", background: "white" }),
    null,
  );
});

test("an emoji that the reference has not is an error that names it", () => {
  const [c] = some("style");
  const wrong = {
    ...c,
    want: {
      ...c.want,
      objects: [{ hexcode: "FFFF", place: "centre" as const }, c.want.objects[0]],
    },
  };
  const two = some("style").find((x) => x.from.objects.length === 2)!;
  assert.throws(() => judgeEdit({ ...wrong }, sourceOf(two), sourceOf(two), checker), /FFFF/);
});

test.run();
