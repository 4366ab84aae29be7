import { test } from "uvu";
import * as assert from "uvu/assert";
import { readFileSync } from "node:fs";
import { expectation, readReference } from "@kgen/quality";

const reference = readReference();
const specs = JSON.parse(readFileSync("data/checker/prompts.json", "utf8"));

test("all 400 prompts of the list are read as they were meant", () => {
  for (const s of specs) {
    for (const language of ["en", "zh"] as const) {
      const e = expectation(s[language]);
      assert.is(e.language, language, s[language]);
      assert.is(e.background, s.background, s[language]);
      assert.is(e.backgroundNamed, s.backgroundNamed, s[language]);
      assert.is(e.style, s.style, s[language]);
      assert.equal(e.objects.map((o) => o.place), s.objects.map((o: any) => o.place), s[language]);
      e.objects.forEach((o, i) => {
        assert.ok(o.accept.some((x) => x.hexcode === s.objects[i].hexcode), s[language]);
      });
    }
  }
});

test("every name is found again, in every form of prompt", () => {
  const wrong: string[] = [];
  for (const e of reference.emoji) {
    const forms = [
      [e.en, 0],
      [`${e.en}, green background, noto style`, 0],
      [`${e.en} on the left, cat on the right`, 0],
      [`cat on the left, ${e.en} on the right, twitter style`, 1],
      [`${e.zh},白色背景,推特风格`, 0],
      [`左边是${e.zh},右边是猫`, 0],
      [`左边是猫,右边是${e.zh},黑色背景`, 1],
    ] as const;
    for (const [prompt, i] of forms) {
      const wanted = expectation(prompt).objects[i];
      if (!wanted?.accept.includes(e)) wrong.push(prompt);
    }
  }
  assert.equal(wrong, []);
});

test("names of skin tones are whole, in both languages", () => {
  const waving = reference.emoji.filter((e) => e.hexcode.startsWith("1F44B-"));
  assert.is(waving.length, 5);
  const [light] = waving;
  assert.equal([light.en, light.tone], ["waving hand: light skin tone", 1]);
  assert.is(reference.emoji[light.base].hexcode, "1F44B");
  assert.ok(light.zh.startsWith(reference.emoji[light.base].zh) && light.zh.length > 4, light.zh);
  assert.not(reference.emoji.some((e) => e.en.includes("~") || e.zh.includes("~")));
});

test("a tag alone accepts all its emoji; a name with a tag only that name", () => {
  const tag = expectation("樱花");
  assert.ok(tag.objects[0].accept.length > 0);
  const both = expectation("cat, pet, blue background");
  assert.is(both.objects[0].emoji?.hexcode, "1F408");
  assert.is(both.background, "blue");
});

test("what is no name is no emoji, and an empty prompt wants nothing", () => {
  assert.is(expectation("xyzzy, red background").objects[0].emoji, null);
  assert.equal(expectation("").objects, []);
});

test.run();
