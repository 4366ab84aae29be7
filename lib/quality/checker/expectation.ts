import { palette } from "./palette.ts";
import { readReference } from "./read_reference.ts";
import type { Emoji, Reference, Style } from "./reference.ts";
import type { Place } from "./sight.ts";
import { Vocabulary } from "./vocabulary.ts";
import { find, without, wordsOf } from "./words.ts";

/** A thing that a prompt asks for. */
export interface Wanted {
  /** What the prompt calls it, in words with single spaces. */
  text: string;
  place: Place;
  /** The first emoji of that name; null where the reference has none. */
  emoji: Emoji | null;
  /** All emoji that answer the prompt: several where it says a tag, or a name without its sign ("keycap: #"). */
  accept: Emoji[];
}

/** What a prompt asks of a picture. */
export interface Expectation {
  objects: Wanted[];
  /** A palette colour. White where the prompt names none: so the training pictures were. */
  background: string;
  backgroundNamed: boolean;
  /** null where the prompt names none. */
  style: Style | null;
  language: "en" | "zh";
}

const signs: { words: string[]; style: Style }[] = [
  { words: ["noto", "style"], style: "noto" },
  { words: ["twitter", "style"], style: "twemoji" },
  { words: [..."谷歌风格"], style: "noto" },
  { words: [..."推特风格"], style: "twemoji" },
];
const grounds = palette.flatMap(({ en, zh }) => [
  { words: [en, "background"], colour: en },
  { words: [...zh, ..."背景"], colour: en },
]);
const sides: { words: string[]; place: Place; before: boolean }[] = [
  { words: ["on", "the", "left"], place: "left", before: false },
  { words: ["on", "the", "right"], place: "right", before: false },
  { words: [..."左边是"], place: "left", before: true },
  { words: [..."右边是"], place: "right", before: true },
];

/** The thing before these words is on that side of the thing after them; `close` ends the thing after them. */
const relations: { words: string[]; close: string[]; place: "left" | "right" }[] = [
  { words: ["to", "the", "left", "of"], close: [], place: "left" },
  { words: ["to", "the", "right", "of"], close: [], place: "right" },
  { words: ["在"], close: [..."的左边"], place: "left" },
  { words: ["在"], close: [..."的右边"], place: "right" },
];

const vocabularies = new WeakMap<Reference, Vocabulary>();

/**
 * What a prompt asks for: things with places, background, style.
 *
 * Forms, in English or Chinese: `NAME` or `NAME, TAG` or a tag alone; `A on the left, B on the right` /
 * `左边是A,右边是B`; `B to the right of A` / `B在A的右边`; `, blue background` / `,蓝色背景`; `, noto style` / `,谷歌风格`. Punctuation does not count,
 * as for the nano model. A prompt in no such form gives one thing in the centre, with emoji null if no name fits.
 *
 * @param reference the kit's own unless given
 *
 * @example
 * ```ts
 * import { expectation } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const wanted = expectation("左边是猫,右边是狗,蓝色背景");
 * assert.deepEqual(wanted.objects.map((o) => [o.place, o.emoji?.en]), [["left", "cat"], ["right", "dog"]]);
 * assert.equal(wanted.background, "blue");
 * ```
 */
export function expectation(prompt: string, reference: Reference = readReference()): Expectation {
  let vocabulary = vocabularies.get(reference);
  if (!vocabulary) vocabularies.set(reference, vocabulary = new Vocabulary(reference));
  let words = wordsOf(prompt);
  const language = words.some((w) => w >= "\u3400") ? "zh" : "en";
  let style: Style | null = null, background = "white", backgroundNamed = false;
  for (const s of signs) {
    const rest = without(words, s.words);
    if (rest) [words, style] = [rest, s.style];
  }
  for (const g of grounds) {
    const rest = without(words, g.words);
    if (rest) [words, background, backgroundNamed] = [rest, g.colour, true];
  }
  const wanted = (words: string[], place: Place): Wanted => {
    const accept = vocabulary.accept(words);
    return { text: words.join(" "), place, emoji: accept[0] ?? null, accept };
  };
  const marks = sides.flatMap((s) => {
    const at = find(words, s.words);
    return at < 0 ? [] : [{ ...s, at }];
  }).sort((a, b) => a.at - b.at);
  const objects = marks.map((m, i) => {
    const part = m.before
      ? words.slice(m.at + m.words.length, marks[i + 1]?.at)
      : words.slice(i ? marks[i - 1].at + marks[i - 1].words.length : 0, m.at);
    return wanted(part, m.place);
  });
  if (!objects.length) objects.push(...related(words, wanted));
  if (!objects.length && words.length) objects.push(wanted(words, "centre"));
  return { objects, background, backgroundNamed, style, language };
}

/** Two things, one of whose places is told by the other; none where the words are in no such form. */
function related(words: string[], wanted: (words: string[], place: Place) => Wanted): Wanted[] {
  for (const r of relations) {
    const at = find(words, r.words),
      end = r.close.length ? words.length - r.close.length : words.length;
    const first = words.slice(0, Math.max(0, at)), second = words.slice(at + r.words.length, end);
    if (at < 0 || !first.length || !second.length || words.slice(end).join() !== r.close.join()) {
      continue;
    }
    const two = [wanted(first, r.place), wanted(second, r.place === "left" ? "right" : "left")];
    return r.place === "left" ? two : two.reverse();
  }
  return [];
}
