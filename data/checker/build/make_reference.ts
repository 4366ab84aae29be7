// Makes reference.bin and reference.json from what render.mjs left in out/checker. Two minutes.
//   deno run -A data/checker/build/make_reference.ts [OUT_FOLDER] [components] [grid] [gamma]
import fs from "node:fs";
import { Buffer } from "node:buffer";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { applyMetric, dot } from "../../../lib/quality/checker/metric.ts";
import { twins } from "./twins.ts";
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL("../../../out/checker/", import.meta.url));
const kept = fileURLToPath(new URL("..", import.meta.url));
const [out = kept, K = "96", G = "24", GAMMA = "0.6"] = process.argv.slice(2);
const k = +K, grid = +G, gamma = +GAMMA, plane = grid * grid, dim = 4 * plane;
const mid = 0.6, spread = 0.6;
const rows = JSON.parse(fs.readFileSync(here + "glyphs.json", "utf8"));
const n = rows.length;

// 1. Glyphs as cells: premultiplied colour less mid·alpha, and alpha·spread (0 to 1).
const fd = fs.openSync(here + "glyphs.rgba", "r"),
  S = 96,
  buf = new Uint8Array(S * S * 4),
  f = S / grid;
const cells = new Float32Array(n * dim);
for (let i = 0; i < n; i++) {
  fs.readSync(fd, buf, 0, buf.length, i * buf.length);
  for (let y = 0; y < S; y++) {
    for (let x = 0; x < S; x++) {
      const p = (y * S + x) * 4, a = buf[p + 3] / 255;
      if (!a) continue;
      const at = i * dim + Math.floor(y / f) * grid + Math.floor(x / f);
      for (let c = 0; c < 3; c++) cells[at + c * plane] += (a * (buf[p + c] / 255 - mid)) / (f * f);
      cells[at + 3 * plane] += (a * spread) / (f * f);
    }
  }
}
// 2. Principal components in the metric, by subspace iteration; of skin tones every fourth counts.
const used = rows.map((_: any, i: number) => i).filter((i: number) => !rows[i].tone || i % 4 === 0);
const mean = new Float32Array(dim);
for (const i of used) for (let d = 0; d < dim; d++) mean[d] += cells[i * dim + d] / used.length;
for (let i = 0; i < n; i++) for (let d = 0; d < dim; d++) cells[i * dim + d] -= mean[d];
let seed = 1;
const random = () => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32) - 0.5;
let v: Float32Array[] = Array.from({ length: k }, () => Float32Array.from({ length: dim }, random));
const orthonormal = (vs: Float32Array[]) => {
  const ms: Float32Array[] = [];
  for (let a = 0; a < vs.length; a++) {
    for (let twice = 0; twice < 2; twice++) {
      for (let b = 0; b < a; b++) {
        const s = dot(vs[a], ms[b]);
        for (let d = 0; d < dim; d++) vs[a][d] -= s * vs[b][d];
      }
    }
    const m = applyMetric(vs[a], grid, gamma), len = Math.sqrt(dot(vs[a], m));
    for (let d = 0; d < dim; d++) {
      vs[a][d] /= len;
      m[d] /= len;
    }
    ms.push(m);
  }
  return ms;
};
const step = (vs: Float32Array[]) => {
  const ms = vs.map((x) => applyMetric(x, grid, gamma));
  const next = vs.map(() => new Float32Array(dim)), power = new Float64Array(k);
  for (const i of used) {
    const row = cells.subarray(i * dim, (i + 1) * dim);
    for (let a = 0; a < k; a++) {
      let s = 0;
      const m = ms[a];
      for (let d = 0; d < dim; d++) s += row[d] * m[d];
      power[a] += s * s;
      const t = next[a];
      for (let d = 0; d < dim; d++) t[d] += s * row[d];
    }
  }
  return { next, power };
};
orthonormal(v);
for (let it = 0; it < 5; it++) {
  v = step(v).next;
  orthonormal(v);
}
const { power } = step(v);
const order = [...power.keys()].sort((a, b) => power[b] - power[a]);
v = order.map((i) => v[i]);
// 3. Components to 8 bits, then codes on the rounded components, to 8 bits.
const basisScale = new Float32Array(k), basis = new Int8Array(k * dim);
v.forEach((x, a) => {
  const top = x.reduce((m, y) => Math.max(m, Math.abs(y)), 0);
  basisScale[a] = top / 127;
  for (let d = 0; d < dim; d++) {
    basis[a * dim + d] = Math.round(x[d] / basisScale[a]);
    x[d] = basis[a * dim + d] * basisScale[a];
  }
});
const ms = v.map((x) => applyMetric(x, grid, gamma)), codes = new Float32Array(n * k);
let explained = 0, all = 0;
for (let i = 0; i < n; i++) {
  const row = cells.subarray(i * dim, (i + 1) * dim);
  for (let a = 0; a < k; a++) {
    const s = dot(row as Float32Array, ms[a]);
    codes[i * k + a] = s;
    explained += s * s;
  }
  all += dot(row as Float32Array, applyMetric(row as Float32Array, grid, gamma));
}
const codeScale = new Float32Array(k), c8 = new Int8Array(n * k);
for (let a = 0; a < k; a++) {
  let top = 0;
  for (let i = 0; i < n; i++) top = Math.max(top, Math.abs(codes[i * k + a]));
  codeScale[a] = top / 127;
  for (let i = 0; i < n; i++) c8[i * k + a] = Math.round(codes[i * k + a] / codeScale[a]);
}
// 4. The index.
const msg = require("emojibase-data/en/messages.json");
const hexes: string[] = [];
const at = new Map<string, number>();
rows.forEach((r: any) => {
  if (!at.has(r.hex)) {
    at.set(r.hex, hexes.length);
    hexes.push(r.hex);
  }
});
const first = hexes.map((h) => rows.find((r: any) => r.hex === h));
const twin = twins(rows, here + "glyphs.rgba");
// A skin tone's name mostly goes on from its base's: then only what follows is kept, after a ~.
const tail = (s: string, b: string) => s.startsWith(b) ? "~" + s.slice(b.length) : s;
const tone = (t: any) => Array.isArray(t) ? t[0] : t;
const emoji = first.map((r: any, i: number) => {
  const b = at.get(r.base) ?? i;
  return b === i
    ? [r.hex, r.en, r.zh, -1, tone(r.tone), r.group ?? 2, r.subgroup ?? 0, twin.get(r.hex), [
      ...new Set([...r.tags, ...r.ztags]),
    ]]
    : [r.hex, tail(r.en, first[b].en), tail(r.zh, first[b].zh), b, tone(r.tone)];
});
fs.mkdirSync(out, { recursive: true });
const head = {
  format: "kgen.checker/1",
  n,
  k,
  grid,
  gamma,
  mid,
  spread,
  sources: {
    "@iconify-json/noto": "1.2.9 Apache-2.0",
    "@iconify-json/twemoji": "1.2.5 CC-BY-4.0",
    "emojibase-data": "17.0.0 MIT",
  },
  groups: msg.groups.map((g: any) => g.key),
  kinds: msg.subgroups.map((g: any) => g.key),
};
fs.writeFileSync(
  `${out}/reference.json`,
  JSON.stringify(head).slice(0, -1) + ',"emoji":[\n' +
    emoji.map((e: any) => JSON.stringify(e)).join(",\n") + "\n]}\n",
);
const u8 = (a: ArrayBufferView) => new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
fs.writeFileSync(
  `${out}/reference.bin`,
  Buffer.concat([
    u8(Uint16Array.from(rows, (r: any) => at.get(r.hex)!)),
    u8(Uint8Array.from(rows, (r: any) => r.set === "noto" ? 0 : 1)),
    u8(codeScale),
    u8(basisScale),
    u8(mean),
    u8(basis),
    u8(c8),
  ]),
);
console.log({
  n,
  k,
  grid,
  gamma,
  emoji: hexes.length,
  explained: explained / all,
  bin: fs.statSync(`${out}/reference.bin`).size,
  json: fs.statSync(`${out}/reference.json`).size,
});
