// Makes prompts.json: 350 prompts of one thing and 150 of two, each in English and Chinese, all held out (held_out.ts).
//   deno run -A data/nano/evaluation/make_prompts.ts
// Colours and fonts are used equally often; white is not named, as in most of the training.
import { writeFileSync } from "node:fs";
import { palette } from "../../../lib/quality/checker/palette.ts";
import { type Base, bases, type Font, shuffled } from "./glyphs.ts";
import { heldOut } from "./held_out.ts";

const here = new URL(".", import.meta.url);
const words: Record<Font, { en: string; zh: string }> = {
  noto: { en: "noto style", zh: "谷歌风格" },
  twemoji: { en: "twitter style", zh: "推特风格" },
};
/** Of one thing: how many of each group of emojibase (smileys, people, animals, food, travel, activities, objects, symbols, flags). */
const quota: Record<number, number> = { 0: 50, 1: 30, 3: 70, 4: 62, 5: 47, 6: 21, 7: 45, 8: 20, 9: 5 };
/** Of two things: these groups. */
const side = [0, 3, 4, 5, 7];

/** The prompt of a specification. */
export function promptOf(
  things: Base[],
  colour: number,
  style: Font | null,
): { en: string; zh: string } {
  const [a, b] = things;
  const en = b ? `${a.en} on the left, ${b.en} on the right` : a.en;
  const zh = b ? `左边是${a.zh},右边是${b.zh}` : a.zh;
  const c = palette[colour];
  return {
    en: en + (colour ? `, ${c.en} background` : "") + (style ? `, ${words[style].en}` : ""),
    zh: zh + (colour ? `,${c.zh}背景` : "") + (style ? `,${words[style].zh}` : ""),
  };
}

/** Colours and fonts, the least used first. */
class Balance {
  #used = new Map<string, number>();
  #all: { colour: number; style: Font | null }[] = shuffled(
    palette.flatMap((_, colour) =>
      ([null, "noto", "twemoji"] as const).map((style) => ({ colour, style }))
    ),
    5,
  );
  least() {
    const n = (c: { colour: number; style: Font | null }) => this.#used.get(`${c.colour} ${c.style}`) ?? 0;
    return this.#all.toSorted((a, b) => n(a) - n(b));
  }
  use(c: { colour: number; style: Font | null }) {
    const key = `${c.colour} ${c.style}`;
    this.#used.set(key, (this.#used.get(key) ?? 0) + 1);
  }
}

const out: Record<string, unknown>[] = [];
function add(things: Base[], colour: number, style: Font | null) {
  const n = out.length;
  const kind = things.length === 1 ? "one" : "two";
  out.push({
    id: `${kind}-${String(n).padStart(3, "0")}`,
    seed: 7000 + n,
    objects: things.map((t, i) => ({ hexcode: t.hex, place: things.length === 1 ? "centre" : i ? "right" : "left" })),
    background: palette[colour].en,
    style,
    ...promptOf(things, colour, style),
  });
}

if (import.meta.main) {
  let balance = new Balance();
  for (const [group, wanted] of Object.entries(quota)) {
    const pool = shuffled(bases.filter((b) => b.group === +group), 100 + +group);
    for (let n = 0; n < wanted; n++) {
      const found = balance.least().map((c) => ({
        ...c,
        i: pool.findIndex((b) => heldOut(b.hex, "", palette[c.colour].en, c.style)),
      })).find((c) => c.i >= 0);
      if (!found) throw new Error(`group ${group} has no ${n + 1}th thing that is held out`);
      balance.use(found);
      add(pool.splice(found.i, 1), found.colour, found.style);
    }
  }
  balance = new Balance();
  const pool = shuffled(bases.filter((b) => side.includes(b.group)), 7);
  for (let n = 0; n < 150; n++) {
    const [c] = balance.least(), a = pool.shift()!;
    const i = pool.findIndex((b) => heldOut(a.hex, b.hex, palette[c.colour].en, c.style));
    balance.use(c);
    add([a, ...pool.splice(i, 1)], c.colour, c.style);
  }
  const text = `[\n${out.map((o) => JSON.stringify(o)).join(",\n")}\n]\n`;
  writeFileSync(new URL("prompts.json", here), text);
  console.log(`${out.length} prompts, ${text.length} characters`);
}
