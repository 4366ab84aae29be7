import { palette } from "./palette.ts";

/** A content for {@link wordings}: names in English and Chinese as the emoji list has them, and a palette colour. */
export interface Content {
  left: { en: string; zh: string };
  right: { en: string; zh: string };
  /** English name of a palette colour. */
  colour: string;
}

/** One way to word a content. */
export interface Wording {
  name: string;
  prompt: string;
}

/**
 * One content in eight wordings that ask for the same: English or Chinese; left or right thing first; style last or first; and one
 * place told by the other thing, a form that the nano model was never trained on. Noto's style in all of them, so that nothing but
 * the words changes.
 *
 * @throws {RangeError} a colour that is not in the palette
 *
 * @example
 * ```ts
 * import { wordings } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const apple = { en: "red apple", zh: "红苹果" }, cat = { en: "cat", zh: "猫" };
 * const found = wordings({ left: apple, right: cat, colour: "blue" });
 * assert.equal(found[0].prompt, "red apple on the left, cat on the right, blue background, noto style");
 * assert.equal(found[5].prompt, "谷歌风格,左边是红苹果,右边是猫,蓝色背景");
 * ```
 */
export function wordings({ left, right, colour }: Content): Wording[] {
  const ground = palette.find((c) => c.en === colour);
  if (!ground) {
    throw new RangeError(
      `There is no background "${colour}"; there are ${palette.map((c) => c.en).join(", ")}.`,
    );
  }
  const en = [`${left.en} on the left`, `${right.en} on the right`, `${colour} background`];
  const zh = [`左边是${left.zh}`, `右边是${right.zh}`, `${ground.zh}背景`];
  const [noto, guge] = ["noto style", "谷歌风格"];
  return [
    { name: "en", prompt: [...en, noto].join(", ") },
    { name: "en, right first", prompt: [en[1], en[0], en[2], noto].join(", ") },
    { name: "en, style first", prompt: [noto, ...en].join(", ") },
    { name: "zh", prompt: [...zh, guge].join(",") },
    { name: "zh, right first", prompt: [zh[1], zh[0], zh[2], guge].join(",") },
    { name: "zh, style first", prompt: [guge, ...zh].join(",") },
    {
      name: "en, to the right of",
      prompt: [`${right.en} to the right of ${left.en}`, en[2], noto].join(", "),
    },
    { name: "zh, 在…的右边", prompt: [`${right.zh}在${left.zh}的右边`, zh[2], guge].join(",") },
  ];
}
