// Measures the judges of edits on pictures whose answer is known: the table of README.md.
//   deno run -A data/nano/evaluation/measure_judges.ts
// Right: the wanted picture as it would be rendered, clean and spoilt (as in data/checker/README.md). Wrong: the unedited source,
// and the right answer to the next case of the same kind.
import { readFileSync } from "node:fs";
import { Checker } from "../../../lib/quality/checker/checker.ts";
import type { EditCase } from "../../../lib/quality/checker/edit_case.ts";
import { judgeEdit } from "../../../lib/quality/checker/judge_edit.ts";
import { blanked } from "../../../lib/quality/checker/masked_part.ts";
import { mirrored } from "../../../lib/quality/checker/mirror.ts";
import { toneOf } from "../../../lib/quality/checker/tone.ts";
import { edges } from "../../../lib/quality/checker/edges.ts";
import type { Picture } from "../../../lib/quality/picture.ts";
import type { Spoil } from "../../checker/build/compose.ts";
import { type Font, rowOf, tones } from "./glyphs.ts";
import { pictureOf } from "./scene_picture.ts";

const cases: EditCase[] = JSON.parse(readFileSync(new URL("edits.json", import.meta.url), "utf8"));
const spoils: Record<string, Spoil> = {
  clean: {},
  spoilt: { jitter: 1.5, scale: 0.03, noise: 10, blur: 0.8, tint: 0.06 },
  strong: { jitter: 2.5, scale: 0.05, noise: 25, blur: 1.5, tint: 0.1 },
};
const checker = new Checker();
const drawn = (c: EditCase, how: Spoil, seed: number) => {
  // A sketch is drawn in the font of its picture, also where the prompt names none.
  const p = pictureOf({ ...c.want, style: c.want.style ?? c.from.style }, how, seed);
  return c.kind === "mirror" ? mirrored(p) : p;
};
function sourceOf(c: EditCase): Picture {
  const p = pictureOf(c.from);
  if (c.kind !== "sketch") return p;
  const lines = edges(p);
  return { ...p, data: Uint8Array.from(p.data, (_, i) => 255 * lines[Math.floor(i / 3)]) };
}
const table: Record<string, Record<string, string>> = {};
for (const kind of new Set(cases.map((c) => c.kind))) {
  const mine = cases.filter((c) => c.kind === kind), row: Record<string, string> = {};
  const rate = (name: string, result: (c: EditCase, i: number) => Picture) => {
    const seen = mine.map((c, i) => judgeEdit(c, sourceOf(c), result(c, i), checker));
    row[name] = `${seen.filter((v) => v.followed).length}/${mine.length}`;
    const scores = Object.keys(seen[0].scores), failed = Object.keys(seen[0].checks);
    console.log(
      kind, name, row[name],
      failed.map((f) => `${f} ${seen.filter((v) => v.checks[f]).length}`).join(", "),
      scores.map((s) => {
        const v = seen.map((x) => x.scores[s]).sort((a, b) => a - b);
        return `${s} ${[0, 2, 20, 37, 39].map((k) => v[k].toFixed(2)).join(" ")}`;
      }).join("; "),
      "failed:", mine.filter((_, i) => !seen[i].followed).slice(0, 6).map((c) => c.id).join(" "),
    );
  };
  for (const [name, how] of Object.entries(spoils)) {
    rate(name, (c, i) => {
      const p = drawn(c, how, 10 * i + 1);
      if (kind !== "fill") return p;
      // The model fills in, and the host puts the rest back.
      const whole = sourceOf(c), m = c.mask!, data = whole.data.slice();
      for (let y = m.y; y < m.y + m.h; y++) {
        for (let k = 3 * (y * 96 + m.x); k < 3 * (y * 96 + m.x + m.w); k++) data[k] = p.data[k];
      }
      return { ...whole, data };
    });
  }
  rate("unedited", (c) => c.mask ? blanked(sourceOf(c), c.mask) : sourceOf(c));
  rate("another's", (_, i) => drawn(mine[(i + 1) % mine.length], {}, 1));
  table[kind] = row;
}
console.table(table);
// The tone by itself: each emoji with tones, in each tone and font, on white.
for (const [name, how] of Object.entries(spoils)) {
  let n = 0, right = 0, of = 0;
  for (const [base, five] of tones) {
    const number = checker.reference.emoji.findIndex((e) => e.hexcode === base);
    [base, ...five].forEach((hex, tone) => {
      for (const style of ["noto", "twemoji"] as Font[]) {
        // A third of them: half a minute.
        if ((++n + rowOf(style, hex)!) % 3) continue;
        const p = pictureOf({ objects: [{ hexcode: hex, place: "centre" }], background: "white", style }, how, n);
        const found = toneOf(checker.reference, p, { base: number, style, background: "white" })!;
        right += +(found.tone === tone);
        of++;
      }
    });
  }
  console.log(`tone, ${name}: ${right} of ${of}, ${(100 * right / of).toFixed(1)} %`);
}
