// The whole checker on composed training pictures, clean and spoilt: the closed set of the README.
//   deno run -A data/checker/build/closed_set.ts [pictures a row]
import process from "node:process";
import { Checker } from "../../../lib/quality/checker/checker.ts";
import { palette } from "../../../lib/quality/checker/palette.ts";
import { compose, glyphRows, rng, spoil } from "./compose.ts";
const N = +(process.argv[2] ?? 1500), ck = new Checker(), r = ck.reference;
const tone0 = [...glyphRows.keys()].filter((i) => !glyphRows[i].tone);
for (
  const [name, o] of [["clean", {}], ["spoilt", {
    jitter: 1.5,
    scale: 0.03,
    noise: 10,
    blur: 0.8,
    tint: 0.06,
  }], ["strong", { jitter: 2.5, scale: 0.05, noise: 25, blur: 1.5, tint: 0.1 }]] as [string, any][]
) {
  const rand = rng(11);
  let n1 = 0,
    n2 = 0,
    lay1 = 0,
    lay2 = 0,
    bg = 0,
    sty = 0,
    same = 0,
    twin = 0,
    p2 = 0,
    tt = 0;
  const bad: string[] = [];
  for (let t = 0; t < N; t++) {
    const two = t % 3 === 0;
    const pick = () => tone0[Math.floor(rand() * tone0.length)];
    let a = pick(), b = pick();
    while (two && glyphRows[b].set !== glyphRows[a].set) b = pick();
    if (!two && rand() < 0.15) a = Math.floor(rand() * r.n);
    const c = rand() < 0.4 ? 0 : Math.floor(rand() * 10);
    const pic = spoil(compose(two ? [a, b] : [a], c), o, rand);
    const t0 = process.cpuUsage().user, s = ck.look(pic);
    if (t > 50) tt += (process.cpuUsage().user - t0) / 1000;
    const E = (i: number) => r.emoji[r.emojiOf[i]];
    bg += +(s.background.colour === palette[c].en);
    if (s.background.colour !== palette[c].en) {
      bad.push(`${palette[c].en}>${s.background.colour} ${glyphRows[a].en}`);
    }
    sty += +(s.style === glyphRows[a].set);
    if (two) {
      n2++;
      const ok = s.things.length === 2;
      lay2 += +ok;
      if (ok) p2 += +(s.things[0].emoji.twin === E(a).twin && s.things[1].emoji.twin === E(b).twin);
      else {bad.push(`pair seen as ${
          s.things.map((x) => x.emoji.en + "@" + x.place)
        }: ${glyphRows[a].en}, ${glyphRows[b].en}`);}
    } else {
      n1++;
      const ok = s.things.length === 1 && s.things[0].place === "centre";
      lay1 += +ok;
      if (ok) {
        same += +(s.things[0].emoji.base === E(a).base);
        twin += +(s.things[0].emoji.twin === E(a).twin);
      } else {bad.push(
          `single ${glyphRows[a].en} (${glyphRows[a].set}, ${palette[c].en}) seen as ${
            s.things.map((x) => x.emoji.en + "@" + x.place)
          }`,
        );}
    }
  }
  const p = (x: number, n: number) => (100 * x / n).toFixed(1);
  console.log(
    name,
    `single: layout ${p(lay1, n1)} same ${p(same, n1)} twin ${p(twin, n1)} | pair: layout ${
      p(lay2, n2)
    } both twin ${p(p2, n2)} | background ${p(bg, N)} style ${p(sty, N)} | ${
      (tt / (N - 51)).toFixed(1)
    } ms`,
  );
  console.log("  " + bad.slice(0, 12).join("\n  "));
}
