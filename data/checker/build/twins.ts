// Classes of emoji that cannot or need not be told apart ("twins"), over base emoji (skin tones already share a base):
//   1. the same name without words of gender, age and direction ("woman running facing right" = "person running");
//   2. clock faces ("two o'clock" = "three-thirty"); families and couples; faces and hearts are NOT joined;
//   3. glyphs that are all but the same picture: in BOTH fonts a mean square difference over white and black below the limit.
import fs from "node:fs";
import process from "node:process";
const drop = new Set(
  "person man woman men women people boy girl boys girls older child adult s".split(" "),
);
/** Names that differ by gender in words of their own. */
const pairs: Record<string, string> = {
  "prince": "= royal",
  "princess": "= royal",
  "person with crown": "= royal",
  "Santa Claus": "= claus",
  "Mrs. Claus": "= claus",
  "Mx Claus": "= claus",
  "old man": "= old",
  "old woman": "= old",
  "older person": "= old",
};

export function twins(rows: any[], file: string, limit = 0.0025): Map<string, number> {
  const bases = [...new Set(rows.map((r) => r.base as string))];
  const parent = new Map(bases.map((b) => [b, b]));
  const root = (a: string): string => parent.get(a) === a ? a : root(parent.get(a)!);
  const join = (a: string, b: string) => {
    const [x, y] = [root(a), root(b)];
    if (x !== y) parent.set(y, x);
  };
  const byName = new Map<string, string>();
  for (const r of rows) {
    if (r.hex !== r.base) continue;
    const words: string[] =
      r.en.toLowerCase().replace(/: facing right| facing right/, "").match(/[a-z0-9]+/g) ?? [];
    let key = words.filter((w) => !drop.has(w)).join(" ");
    if (words.length === 0) key = r.en;
    if (pairs[r.en]) key = pairs[r.en];
    else if (/o’clock|-thirty/.test(r.en)) key = "clock";
    else if (/^(family|couple with heart|kiss)(:|$)/.test(r.en)) key = "= " + words[0];
    else if (key === "" || key === "=") {
      key = words.includes("old") || words.includes("older")
        ? "= old"
        : words.some((w) => /^(boy|girl|child)s?$/.test(w))
        ? "= child"
        : "= adult";
    }
    if (byName.has(key)) join(byName.get(key)!, r.hex);
    else byName.set(key, r.hex);
  }
  // pictures at 24 x 24, over white and over black
  const fd = fs.openSync(file, "r"), buf = new Uint8Array(96 * 96 * 4), G = 24, L = G * G * 6;
  const of = new Map<string, (Float32Array | undefined)[]>();
  rows.forEach((r, i) => {
    if (r.hex !== r.base) return;
    fs.readSync(fd, buf, 0, buf.length, i * buf.length);
    const v = new Float32Array(L);
    for (let p = 0; p < 9216; p++) {
      const a = buf[p * 4 + 3] / 255,
        at = (Math.floor(Math.floor(p / 96) / 4) * G + Math.floor((p % 96) / 4)) * 6;
      for (let c = 0; c < 3; c++) {
        const q = (a * buf[p * 4 + c]) / 255;
        v[at + c] += (q + 1 - a) / 16;
        v[at + 3 + c] += q / 16;
      }
    }
    const s = of.get(r.hex) ?? [];
    s[r.set === "noto" ? 0 : 1] = v;
    of.set(r.hex, s);
  });
  const close = (a?: Float32Array, b?: Float32Array) => {
    if (!a || !b) return true;
    let s = 0;
    const top = limit * L;
    for (let i = 0; i < L; i++) {
      s += (a[i] - b[i]) ** 2;
      if (s > top) return false;
    }
    return true;
  };
  const hexes = [...of.keys()];
  let same = 0;
  for (let i = 0; i < hexes.length; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [of.get(hexes[i])!, of.get(hexes[j])!];
      if (!(a[0] && b[0]) && !(a[1] && b[1])) continue;
      if (close(a[0], b[0]) && close(a[1], b[1])) {
        same++;
        if (root(hexes[i]) !== root(hexes[j])) {
          join(hexes[j], hexes[i]);
          if (process.env.SHOW) {
            console.log(
              "same picture:",
              rows.find((r) => r.hex === hexes[j]).en,
              "=",
              rows.find((r) => r.hex === hexes[i]).en,
            );
          }
        }
      }
    }
  }
  const roots = [...new Set(bases.map(root))];
  console.log(
    `twins: ${bases.length} bases, ${roots.length} classes, ${same} pairs of the same picture`,
  );
  const size = new Map<string, string[]>();
  for (const b of bases) {
    const r = root(b);
    size.set(r, [...(size.get(r) ?? []), rows.find((x) => x.hex === b).en]);
  }
  if (process.env.SHOW) {
    for (const s of [...size.values()].sort((a, b) => b.length - a.length).slice(0, 400)) {
      console.log(s.length, s.slice(0, 14).join(" | "));
    }
  }
  const number = new Map(roots.map((r, i) => [r, i]));
  return new Map(bases.map((b) => [b, number.get(root(b))!]));
}
