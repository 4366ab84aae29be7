import type { Emoji } from "./reference.ts";

/**
 * A line of reference.json's list: hexcode, names in English and Chinese, number of the emoji of which this is a skin
 * tone (−1: of none), tone; and where it is of none, numbers of group and kind and twin class, and the tags.
 */
type Line = [string, string, string, number, number?, number?, number?, number?, string[]?];

/** The part of reference.json that names emoji. */
export interface EmojiIndex {
  groups: string[];
  kinds: string[];
  emoji: Line[];
}

/** The emoji of an index, whole: skin tones have their base's group, kind, twin class and tags. */
export function emojiOf({ emoji, groups, kinds }: EmojiIndex): Emoji[] {
  return emoji.map(([hexcode, en, zh, of, tone = 0], i) => {
    const base = of < 0 ? i : of;
    const [, baseEn, baseZh, , , group, kind, twin, tags] = emoji[base];
    return {
      hexcode,
      // A ~ stands for the name of the base.
      en: of < 0 ? en : en.replace("~", baseEn),
      zh: of < 0 ? zh : zh.replace("~", baseZh),
      base,
      tone,
      group: groups[group!],
      kind: kinds[kind!],
      twin: twin!,
      tags: tags!,
    };
  });
}
