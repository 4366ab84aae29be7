// Draws a known scene as the training pictures are drawn.
import type { EditScene } from "../../../lib/quality/checker/edit_case.ts";
import { palette } from "../../../lib/quality/checker/palette.ts";
import type { Picture } from "../../../lib/quality/picture.ts";
import { compose, rng, type Spoil, spoil } from "../../checker/build/compose.ts";
import { type Font, rowOf } from "./glyphs.ts";

/** The picture of a scene, in noto where it names no font; spoilt as data/checker/build/compose.ts does it. */
export function pictureOf(s: EditScene, how: Spoil = {}, seed = 1): Picture {
  const rows = s.objects.map((o) => {
    const row = rowOf(s.style as Font ?? "noto", o.hexcode);
    if (row === undefined) throw new Error(`${s.style} has no glyph ${o.hexcode}`);
    return row;
  });
  return spoil(compose(rows, palette.findIndex((c) => c.en === s.background)), how, rng(seed));
}
