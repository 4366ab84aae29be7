/** data/nano/evaluation: prompts and edits are held out, balanced, and in words that model and checker know. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { tokenize } from "@kgen/nano";
import {
  backgrounds,
  type EditCase,
  editKinds,
  expectation,
  readFeatures,
  readReference,
} from "@kgen/quality";
import { readdirSync, statSync } from "node:fs";
import { editCases, editSources, promptCases, spread } from "../../lib/cli/bench_nano_cases.ts";
import { heldOut } from "../../data/nano/evaluation/held_out.ts";

const folder = "data/nano/evaluation", reference = readReference();
const prompts = promptCases(500), edits = editCases(40);

test("500 prompts, 350 of one thing; colours and fonts as often as each other; held out", () => {
  assert.is(prompts.length, 500);
  assert.is(new Set(prompts.map((p) => p.seed)).size, 500);
  for (const [things, n] of [[1, 350], [2, 150]]) {
    const mine = prompts.filter((p) => p.objects.length === things);
    assert.is(mine.length, n);
    for (const part of [(p: any) => p.background, (p: any) => p.style]) {
      const counts = [...Map.groupBy(mine, part).values()].map((g) => g.length);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 20, counts.join(" "));
    }
  }
  for (const { objects: [a, b], background, style } of prompts) {
    assert.ok(heldOut(a.hexcode, b?.hexcode ?? "", background, style));
  }
});

test("prompts in both languages say the same to the checker, in words that the model knows", () => {
  for (const p of prompts) {
    for (const text of [p.en, p.zh]) {
      const wanted = expectation(text), { unknown, dropped } = tokenize(text);
      assert.equal([unknown, dropped], [[], []], text);
      assert.equal([wanted.background, wanted.style], [p.background, p.style], text);
      assert.equal(wanted.objects.map((o) => o.place), p.objects.map((o) => o.place), text);
      wanted.objects.forEach((o, i) =>
        assert.ok(o.accept.some((e) => e.hexcode === p.objects[i].hexcode), text)
      );
    }
  }
});

test("40 edits of each kind; the wanted picture is held out with and without its font", () => {
  for (const kind of editKinds) assert.is(edits.filter((c) => c.kind === kind).length, 40, kind);
  for (const c of edits) {
    const { objects: [a, b], background } = c.want, font = c.from.style;
    for (const style of [null, font]) {
      assert.ok(heldOut(a.hexcode, b?.hexcode ?? "", background, style), c.id);
    }
    assert.is(c.mask !== undefined, c.kind === "fill");
    assert.not.equal([c.kind, c.from, c.en], [c.kind, c.want, ""]);
  }
});

test("instructions name what is wanted, in both languages", () => {
  const colour = new Map(backgrounds.map((b) => [b.en, b.zh]));
  const named = (hexcode: string) => reference.emoji.find((e) => e.hexcode === hexcode)!;
  const grammar: Record<EditCase["kind"], (c: EditCase) => [string, string]> = {
    style: (c) => {
      const [a, b] = c.want.objects.map((o) => named(o.hexcode)), with_ = c.en.includes(":");
      const en = b ? `${a.en} on the left, ${b.en} on the right` : a.en;
      const zh = b ? `左边是${a.zh},右边是${b.zh}` : a.zh;
      const font = c.want.style === "noto" ? ["noto", "谷歌"] : ["twitter", "推特"];
      return [
        `make it ${font[0]} style${with_ ? `: ${en}` : ""}`,
        `改成${font[1]}风格${with_ ? `:${zh}` : ""}`,
      ];
    },
    background: (c) => [
      `change the background to ${c.want.background}`,
      `把背景改成${colour.get(c.want.background)}`,
    ],
    skin: (c) => {
      const tone = named(c.want.objects[0].hexcode).tone - 1;
      const en = ["light", "medium-light", "medium", "medium-dark", "dark"][tone];
      const zh = ["较浅肤色", "中等-浅肤色", "中等肤色", "中等-深肤色", "较深肤色"][tone];
      return [`change the skin tone to ${en}`, `把肤色改成${zh}`];
    },
    mirror: () => ["mirror it", "左右翻转"],
    replace: (c) => {
      const at = c.want.objects.findIndex((o, i) => o.hexcode !== c.from.objects[i].hexcode);
      const { en, zh } = named(c.want.objects[at].hexcode);
      return [
        `replace the ${at ? "right" : "left"} one with ${en}`,
        `把${at ? "右" : "左"}边换成${zh}`,
      ];
    },
    fill: (c) => {
      const { en, zh } = named(c.want.objects[0].hexcode), with_ = c.en.includes(":");
      return [
        `fill the masked part${with_ ? `: ${en}` : ""}`,
        `补全遮住的部分${with_ ? `:${zh}` : ""}`,
      ];
    },
    sketch: (c) => {
      const wanted = [c.en.replace("from sketch: ", ""), c.zh.replace("根据草图画:", "")];
      for (const text of wanted) {
        const is = expectation(text);
        assert.equal([is.background, is.style], [c.want.background, c.want.style], text);
      }
      return [`from sketch: ${wanted[0]}`, `根据草图画:${wanted[1]}`];
    },
  };
  for (const c of edits) assert.equal([c.en, c.zh], grammar[c.kind](c), c.id);
  const style = edits.filter((c) => c.kind === "style");
  assert.is(style.filter((c) => c.en.includes(":")).length, style.length / 2);
});

test("a picture for each edit, features of 1,500 training pictures, all below 1.6 MB", async () => {
  const sources = await editSources();
  assert.equal([...sources.keys()].sort(), edits.map((c) => c.id).sort());
  const different = new Set([...sources.values()].map((p) => p.data.join()));
  assert.ok(different.size >= 275);
  const { name, n, dim } = await readFeatures(`${folder}/training-features.npy`);
  assert.equal([name, n, dim], ["nano-checker", 1500, 96]);
  const sizes = readdirSync(folder).map((f) => statSync(`${folder}/${f}`).size);
  assert.ok(sizes.reduce((a, b) => a + b) < 1.6e6);
});

test("fewer are evenly spread: each kind keeps its share", () => {
  const few = promptCases(10);
  assert.is(few.filter((p) => p.objects.length === 2).length, 3);
  assert.is(editCases(2).length, 14);
  assert.equal(spread([1, 2, 3], 9), [1, 2, 3]);
});

test.run();
