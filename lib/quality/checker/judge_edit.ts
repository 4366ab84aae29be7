import type { Picture } from "../picture.ts";
import type { Checker } from "./checker.ts";
import { edgeAgreement, edges } from "./edges.ts";
import type { EditCase, EditKind, EditVerdict } from "./edit_case.ts";
import { emojiOfHexcode, showsObjects, verdictOf } from "./edit_seen.ts";
import { blanked, differenceBy } from "./masked_part.ts";
import { mirrored, pictureDistance, plain } from "./mirror.ts";
import { palette } from "./palette.ts";
import type { Sight } from "./sight.ts";
import { toneOf } from "./tone.ts";

/** The mirrored source must be this much nearer than the source (squared distances, ratio). */
const mirrorMargin = 0.5;
/** And what is left of the picture's contrast unexplained by it may be this much: it is still the same thing. */
const mirrorRest = 0.5;
/** The part that was not masked may have changed by this much (RMS of 8-bit values). */
const keptWithin = 16;
/** Edges agree from here on (harmonic mean of recall and precision within 2 px). */
const edgesAgree = 0.6;

interface Judged {
  c: EditCase;
  source: Picture;
  result: Picture;
  seen: Sight;
  checker: Checker;
}

const judges: Record<EditKind, (j: Judged) => EditVerdict> = {
  style({ c, seen, checker }) {
    return verdictOf(
      { object: showsObjects(checker.reference, c, seen), style: seen.style === c.want.style },
      { told: { background: seen.background.colour === c.want.background } },
    );
  },

  background({ c, seen, checker }) {
    return verdictOf(
      {
        object: showsObjects(checker.reference, c, seen),
        background: seen.background.colour === c.want.background,
      },
      { told: { style: seen.style === c.want.style } },
    );
  },

  skin({ c, seen, result, checker }) {
    const r = checker.reference, wanted = emojiOfHexcode(r, c.want.objects[0].hexcode);
    const found = toneOf(r, result, {
      base: wanted.base,
      style: c.want.style ?? "noto",
      background: c.want.background,
    });
    return verdictOf(
      { object: showsObjects(r, c, seen), tone: found?.tone === wanted.tone },
      {
        told: { background: seen.background.colour === c.want.background },
        scores: { tone: found?.tone ?? -1, margin: found?.margin ?? 0 },
      },
    );
  },

  mirror({ c, source, result, checker }) {
    const r = checker.reference, flipped = mirrored(source);
    const near = pictureDistance(r, result, flipped), far = pictureDistance(r, result, source);
    const ground = palette.find((p) => p.en === c.from.background)!.rgb;
    const rest = near / Math.max(1e-6, pictureDistance(r, flipped, plain(flipped, ground)));
    const ratio = near / Math.max(1e-6, far);
    return verdictOf(
      { object: rest <= mirrorRest, mirrored: ratio <= mirrorMargin },
      { scores: { ratio, rest } },
    );
  },

  replace({ c, seen, checker }) {
    const r = checker.reference;
    const at = (place: string) => {
      const wanted = c.want.objects.find((o) => o.place === place)!;
      const thing = seen.things.find((t) => t.place === place);
      return thing?.emoji.twin === emojiOfHexcode(r, wanted.hexcode).twin;
    };
    const changed =
      c.want.objects.find((o) =>
        c.from.objects.find((f) => f.place === o.place)!.hexcode !== o.hexcode
      )!.place;
    return verdictOf(
      { replaced: at(changed), kept: at(changed === "left" ? "right" : "left") },
      {
        told: {
          background: seen.background.colour === c.want.background,
          style: seen.style === c.want.style,
        },
      },
    );
  },

  fill({ c, source, result, seen, checker }) {
    const mask = c.mask!, blank = blanked(source, mask);
    const toSource = differenceBy(result, source, mask);
    const toBlank = differenceBy(result, blank, mask);
    return verdictOf(
      {
        object: showsObjects(checker.reference, c, seen),
        kept: toSource.outside <= keptWithin,
        filled: toSource.inside < toBlank.inside,
      },
      { scores: { outside: toSource.outside, inside: toSource.inside } },
    );
  },

  sketch({ c, source, result, seen, checker }) {
    const lines = Uint8Array.from(
      { length: source.width * source.height },
      (_, i) => +(source.data[i * source.channels] > 127),
    );
    const { f, recall, precision } = edgeAgreement(lines, edges(result), source.width);
    return verdictOf(
      { object: showsObjects(checker.reference, c, seen), edges: f >= edgesAgree },
      {
        told: { background: seen.background.colour === c.want.background },
        scores: { f, recall, precision },
      },
    );
  },
};

/**
 * Whether a picture follows an instruction to edit another. By kind:
 *
 * - style: the font is the wanted one; the thing is the same (twins count).
 * - background: the colour is the wanted one; the thing is the same.
 * - skin: the nearest glyph of the same emoji has the wanted tone; the thing is the same.
 * - mirror: at most half as far from the mirrored source as from the source (squared), and at most half of its contrast away.
 * - replace: the wanted thing at its place, the other one still at its own.
 * - fill: the thing is recognised, the rest changed by at most 16 of 255 (RMS), and the masked part is nearer to the
 *   original than to the grey that stood there.
 * - sketch: the thing is the wanted one, and edges agree with the lines (F at least 0.6 within 2 px).
 *
 * How each was measured: data/nano/evaluation/README.md.
 *
 * @param source what was edited: for fill the picture before the part was masked, for sketch the lines
 * @param result RGB, of the source's size
 *
 * @example
 * ```ts
 * import { Checker, type EditCase, judgeEdit, type Picture } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * // A red disc whose background was to become blue, and did not.
 * const data = new Uint8Array(96 * 96 * 3).fill(255);
 * for (let p = 0; p < 96 * 96; p++) {
 *   if (Math.hypot(p % 96 - 47.5, Math.floor(p / 96) - 47.5) < 47) data.set([221, 46, 68], 3 * p);
 * }
 * const disc: Picture = { width: 96, height: 96, channels: 3, data };
 * const objects = [{ hexcode: "1F534", place: "centre" as const }];
 * const asked: EditCase = {
 *   id: "1", kind: "background", seed: 1,
 *   en: "change the background to blue", zh: "把背景改成蓝色",
 *   from: { objects, background: "white", style: null },
 *   want: { objects, background: "blue", style: null },
 * };
 * const { followed, checks } = judgeEdit(asked, disc, disc, new Checker());
 * assert.deepEqual([followed, checks], [false, { object: true, background: false }]);
 * ```
 */
export function judgeEdit(
  c: EditCase,
  source: Picture,
  result: Picture,
  checker: Checker,
): EditVerdict {
  return judges[c.kind]({ c, source, result, checker, seen: checker.look(result) });
}
