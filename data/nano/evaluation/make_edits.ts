// Makes edits.json and edit-sources.webp: 40 cases of each kind of edit, and the pictures that are edited (20 a row,
// at most 2 of 255 off).
//   deno run -A data/nano/evaluation/make_edits.ts
// Pictures are composed as the training pictures are. For fill it is the picture before a part is masked, for sketch its lines.
import { writeFileSync } from "node:fs";
import sharp from "sharp";
import { Checker } from "../../../lib/quality/checker/checker.ts";
import type { EditCase, EditKind, EditScene } from "../../../lib/quality/checker/edit_case.ts";
import { edges } from "../../../lib/quality/checker/edges.ts";
import { judgeEdit } from "../../../lib/quality/checker/judge_edit.ts";
import { mirrored, pictureDistance } from "../../../lib/quality/checker/mirror.ts";
import { palette } from "../../../lib/quality/checker/palette.ts";
import { rng } from "../../checker/build/compose.ts";
import { type Base, bases, type Font, freeEdge, glyphDifference, rowOf, shuffled, tones } from "./glyphs.ts";
import { heldOut } from "./held_out.ts";
import { promptOf } from "./make_prompts.ts";
import { pictureOf } from "./scene_picture.ts";

const EACH = 40, ROW = 20, SIDE = 96;
/** Three of ten cases have two things. */
const two = (n: number) => n % 10 < 3;
const here = new URL(".", import.meta.url);
const fonts: Font[] = ["noto", "twemoji"];
const styleWords = { noto: ["noto", "谷歌"], twemoji: ["twitter", "推特"] } as const;
const toneWords = [
  ["light", "较浅肤色"],
  ["medium-light", "中等-浅肤色"],
  ["medium", "中等肤色"],
  ["medium-dark", "中等-深肤色"],
  ["dark", "较深肤色"],
];
const random = rng(20261124);
const below = (n: number) => Math.floor(random() * n);
/** Whether neither the prompt without a font nor the one with it is trained on: then the picture is not. */
const fresh = (a: string, b: string, colour: number, font: Font) =>
  heldOut(a, b, palette[colour].en, null) && heldOut(a, b, palette[colour].en, font);
const scene = (hex: string[], colour: number, font: Font): EditScene => ({
  objects: hex.map((hexcode, i) => ({
    hexcode,
    place: hex.length === 1 ? "centre" : i ? "right" : "left",
  })),
  background: palette[colour].en,
  style: font,
});

interface Draft extends Omit<EditCase, "id" | "seed"> {}
type Maker = (n: number, font: Font, colour: number, taken: Set<string>) => Draft | undefined;

const things = bases.filter((b) => freeEdge(b.row.noto) > 0.6 && freeEdge(b.row.twemoji) > 0.6);
const byHex = new Map(bases.map((b) => [b.hex, b]));
/** One thing, or two where `pair`, of which the picture with this colour is fresh. */
function pick(pair: boolean, colour: number, font: Font, taken: Set<string>, good: (b: Base) => boolean = () => true) {
  for (let k = 0; k < 20000; k++) {
    const a = things[below(things.length)], b = pair ? things[below(things.length)] : undefined;
    if (a === b || taken.has(a.hex) || (b && taken.has(b.hex)) || !good(a) || (b && !good(b))) continue;
    if (fresh(a.hex, b?.hex ?? "", colour, font)) return b ? [a, b] : [a];
  }
  return undefined;
}
const hexes = (list: Base[]) => list.map((b) => b.hex);
const differs = new Map<string, number>();
const known = (key: string, make: () => number) => differs.get(key) ?? (differs.set(key, make()), differs.get(key)!);
/** Its two fonts do not draw it alike. */
const twoFaced = (b: Base) => known(`font ${b.hex}`, () => glyphDifference(b.row.noto, b.row.twemoji)) > 0.01;
/** Left and right are not alike. */
const lopsided = (font: Font) => (b: Base) =>
  known(`${font} ${b.hex}`, () => glyphDifference(b.row[font], b.row[font], true)) > 0.015;

const makers: Record<EditKind, Maker> = {
  style(n, font, colour, taken) {
    const other = fonts[1 - fonts.indexOf(font)], [en, zh] = styleWords[other];
    const found = pick(two(n), colour, font, taken, twoFaced), named = n % 20 >= 10;
    const prompt = found && promptOf(found, 0, null);
    return found && {
      kind: "style",
      en: `make it ${en} style` + (named ? `: ${prompt!.en}` : ""),
      zh: `改成${zh}风格` + (named ? `:${prompt!.zh}` : ""),
      from: scene(hexes(found), colour, font),
      want: scene(hexes(found), colour, other),
    };
  },
  background(n, font, colour, taken) {
    const found = pick(two(n), colour, font, taken);
    const was = (colour + 1 + below(9)) % 10;
    return found && {
      kind: "background",
      en: `change the background to ${palette[colour].en}`,
      zh: `把背景改成${palette[colour].zh}`,
      from: scene(hexes(found), was, font),
      want: scene(hexes(found), colour, font),
    };
  },
  skin(n, font, colour, taken) {
    const then = n % 5;
    for (const [base, five] of shuffled([...tones], n)) {
      const now = below(6) - 1;
      if (taken.has(base) || now === then || !fresh(five[then], "", colour, font)) continue;
      if (freeEdge(rowOf(font, base)!) < 0.5) continue;
      const hex = now < 0 ? base : five[now];
      return {
        kind: "skin",
        en: `change the skin tone to ${toneWords[then][0]}`,
        zh: `把肤色改成${toneWords[then][1]}`,
        from: scene([hex], colour, font),
        want: scene([five[then]], colour, font),
      };
    }
  },
  mirror(n, font, colour, taken) {
    const found = pick(two(n), colour, font, taken, lopsided(font));
    const is = found && scene(hexes(found), colour, font);
    return is && { kind: "mirror", en: "mirror it", zh: "左右翻转", from: is, want: is };
  },
  replace(n, font, colour, taken) {
    const found = pick(true, colour, font, taken);
    const old = things.filter((t) => !taken.has(t.hex) && !found?.includes(t))[below(900)];
    if (!found || !old) return undefined;
    const at = n % 2, name = found[at], before = [...found];
    before[at] = old;
    return {
      kind: "replace",
      en: `replace the ${at ? "right" : "left"} one with ${name.en}`,
      zh: `把${at ? "右" : "左"}边换成${name.zh}`,
      from: scene(hexes(before), colour, font),
      want: scene(hexes(found), colour, font),
    };
  },
  fill(n, font, colour, taken) {
    const found = pick(false, colour, font, taken);
    if (!found) return undefined;
    const is = scene(hexes(found), colour, font), named = n % 5 < 3;
    const w = 40 + below(25), h = 40 + below(25);
    const x = Math.round(32 + 32 * random() - w / 2), y = Math.round(32 + 32 * random() - h / 2);
    return {
      kind: "fill",
      en: "fill the masked part" + (named ? `: ${found[0].en}` : ""),
      zh: "补全遮住的部分" + (named ? `:${found[0].zh}` : ""),
      from: is,
      want: is,
      mask: { x, y, w, h },
    };
  },
  sketch(n, font, colour, taken) {
    const found = pick(two(n), colour, font, taken);
    if (!found) return undefined;
    const prompt = promptOf(found, colour, n % 3 === 0 ? null : font);
    const is = scene(hexes(found), colour, font);
    return {
      kind: "sketch",
      en: `from sketch: ${prompt.en}`,
      zh: `根据草图画:${prompt.zh}`,
      from: is,
      want: { ...is, style: n % 3 === 0 ? null : font },
    };
  },
};

const checker = new Checker(), { reference } = checker;
let unseen = 0;
const cases: EditCase[] = [], sprite: Uint8Array[] = [];
for (const [kind, make] of Object.entries(makers)) {
  const taken = new Set<string>();
  for (let n = 0, misses = 0; n < EACH;) {
    const draft = make(n, fonts[n % 2], Math.floor(n / 2 + below(10)) % 10, taken);
    if (!draft) {
      if (++misses > 500) throw new Error(`${kind}: no ${n + 1}th case is held out`);
      continue;
    }
    const whole = pictureOf(draft.from);
    if (kind === "mirror") {
      // Both halves of a pair could be each other's mirror: the whole picture must not be.
      if (pictureDistance(reference, whole, mirrored(whole)) < 20) continue;
    }
    const lines = kind === "sketch" ? edges(whole) : undefined;
    const source = lines ? { ...whole, data: Uint8Array.from(whole.data, (_, i) => 255 * lines[Math.floor(i / 3)]) } : whole;
    const right = pictureOf({ ...draft.want, style: draft.want.style ?? draft.from.style });
    const answer = kind === "mirror" ? mirrored(right) : right;
    const made: EditCase = { id: `${kind}-${String(n).padStart(2, "0")}`, seed: 9000 + cases.length, ...draft };
    // What the checker cannot see in the right answer says nothing about a model.
    if (!judgeEdit(made, source, answer, checker).followed) {
      unseen++;
      continue;
    }
    for (const o of [...draft.want.objects, ...draft.from.objects]) {
      taken.add(byHex.has(o.hexcode) ? o.hexcode : reference.emoji[reference.emoji.find((e) => e.hexcode === o.hexcode)!.base].hexcode);
    }
    sprite.push(source.data);
    cases.push(made);
    n++;
  }
}
const text = `[\n${cases.map((c) => JSON.stringify(c)).join(",\n")}\n]\n`;
writeFileSync(new URL("edits.json", here), text);
const rows = Math.ceil(cases.length / ROW), width = ROW * SIDE, height = rows * SIDE;
const sheet = new Uint8Array(3 * width * height);
sprite.forEach((data, k) => {
  const left = (k % ROW) * SIDE, top = Math.floor(k / ROW) * SIDE;
  for (let y = 0; y < SIDE; y++) {
    sheet.set(data.subarray(3 * y * SIDE, 3 * (y + 1) * SIDE), 3 * ((top + y) * width + left));
  }
});
const file = new URL("edit-sources.webp", here).pathname;
const info = await sharp(sheet, { raw: { width, height, channels: 3 } })
  .webp({ nearLossless: true, quality: 60, effort: 6 }).toFile(file);
console.log(`${cases.length} cases, ${text.length} characters, ${info.size} bytes of pictures, ${unseen} drafts unseen`);
