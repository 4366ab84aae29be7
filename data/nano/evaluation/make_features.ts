// Makes training-features.npy: the checker's 96 numbers of 1,500 training pictures, half precision, and their name beside it.
//   deno run -A data/nano/evaluation/make_features.ts
// The pictures have one and two things, colours and fonts in the proportions of prompts.json and are none of those held out.
// Rows 0 to 999 are what pictures are compared with, rows 1000 to 1499 what that distance is between training pictures.
import { Buffer } from "node:buffer";
import { writeFileSync } from "node:fs";
import { Checker } from "../../../lib/quality/checker/checker.ts";
import { featureName } from "../../../lib/quality/checker/features.ts";
import { palette } from "../../../lib/quality/checker/palette.ts";
import { rng } from "../../checker/build/compose.ts";
import { bases, type Font } from "./glyphs.ts";
import { heldOut } from "./held_out.ts";
import { pictureOf } from "./scene_picture.ts";

const N = 1500, here = new URL(".", import.meta.url);
const random = rng(77), below = (n: number) => Math.floor(random() * n);
const checker = new Checker(), dim = checker.reference.k;
const groups: [number, number][] = [[0, 50], [1, 30], [3, 70], [4, 62], [5, 47], [6, 21], [7, 45], [8, 20], [9, 5]];
const sides = bases.filter((b) => [0, 3, 4, 5, 7].includes(b.group));
const pools = groups.map(([g]) => bases.filter((b) => b.group === g));
/** A thing of a group, groups as often as in the prompts. */
function one() {
  let at = below(350), g = 0;
  while (at >= groups[g][1]) at -= groups[g++][1];
  return pools[g][below(pools[g].length)];
}
const place = (two: boolean, i: number) => !two ? "centre" as const : i ? "right" as const : "left" as const;
const view = new DataView(new ArrayBuffer(2 * N * dim));
for (let n = 0; n < N;) {
  const two = random() < 0.3, colour = below(10), font: Font = random() < 0.5 ? "noto" : "twemoji";
  const things = two ? [sides[below(sides.length)], sides[below(sides.length)]] : [one()];
  const [a, b] = things.map((t) => t.hex);
  if (heldOut(a, b ?? "", palette[colour].en, null) || heldOut(a, b ?? "", palette[colour].en, font)) continue;
  const objects = things.map((t, i) => ({ hexcode: t.hex, place: place(two, i) }));
  const row = checker.describe(pictureOf({ objects, background: palette[colour].en, style: font }));
  row.forEach((v, k) => view.setFloat16(2 * (n * dim + k), v, true));
  n++;
}
const text = `{'descr': '<f2', 'fortran_order': False, 'shape': (${N}, ${dim}), }`;
const head = Buffer.alloc(128);
head.set([0x93, ...Buffer.from("NUMPY"), 1, 0, 118, 0]);
head.write(text.padEnd(117) + "\n", 10);
writeFileSync(new URL("training-features.npy", here), Buffer.concat([head, Buffer.from(view.buffer)]));
writeFileSync(new URL("training-features.npy.json", here), JSON.stringify({ name: featureName, n: N, dim }) + "\n");
