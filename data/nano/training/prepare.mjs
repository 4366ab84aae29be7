// Renders every glyph of Noto and Twemoji as a picture of 128x128 pixels with transparency, for training.
// npm ci --ignore-scripts && node prepare.mjs [FOLDER]     two minutes; FOLDER (default ../../../out/nano) gets glyphs.json and glyphs.bin
// WebP of quality 92, as for v0 and for the checker; corpus.py makes 96x96 of it.
import { createRequire } from "node:module";
import { Buffer } from "node:buffer";
import fs from "node:fs";
import process from "node:process";
import sharp from "sharp";

const require = createRequire(import.meta.url);
const folder = process.argv[2] ?? new URL("../../../out/nano", import.meta.url).pathname;
const english = require("emojibase-data/en/data.json");
const chinese = require("emojibase-data/zh/data.json");
const fonts = ["noto", "twemoji"];

/** Code points in lower case without the variation selector, which the packages write differently. */
const plain = (hex) => hex.toLowerCase().split("-").filter((x) => x !== "fe0f").join("-");
const labels = new Map(chinese.flatMap((e) => [e, ...(e.skins ?? [])]).map((e) => [e.hexcode, e]));
const icons = Object.fromEntries(fonts.map((font) => {
  const data = require(`@iconify-json/${font}/icons.json`);
  const names = require(`@iconify-json/${font}/chars.json`);
  return [font, { data, names: new Map(Object.entries(names).map(([hex, name]) => [plain(hex), name])) }];
}));

/** The drawing of an emoji in a font as SVG, or undefined where the font has none. */
function drawing(font, hexcode) {
  const { data, names } = icons[font];
  const name = names.get(plain(hexcode));
  const icon = name && (data.icons[name] ?? data.icons[data.aliases?.[name]?.parent]);
  if (!icon) return undefined;
  const [w, h] = [icon.width ?? data.width, icon.height ?? data.height];
  const box = `${icon.left ?? 0} ${icon.top ?? 0} ${w} ${h}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${box}" width="128" height="128">${icon.body}</svg>`;
}

function glyph(svg) {
  const clear = { r: 0, g: 0, b: 0, alpha: 0 };
  return sharp(Buffer.from(svg)).resize(128, 128, { fit: "contain", background: clear })
    .ensureAlpha().webp({ quality: 92, alphaQuality: 100, effort: 3 }).toBuffer();
}

const jobs = [];
for (const base of english) {
  for (const e of [base, ...(base.skins ?? [])]) {
    const zh = labels.get(e.hexcode);
    if (!zh) continue;
    for (const font of fonts) {
      const svg = drawing(font, e.hexcode);
      if (!svg) continue;
      const tone = typeof e.tone === "number" ? e.tone : 0; // two people with two tones have a list
      jobs.push({
        svg,
        row: {
          set: font, hex: e.hexcode, base: base.hexcode, group: base.group ?? -1,
          en: e.label, zh: zh.label, tags: base.tags ?? [], ztags: labels.get(base.hexcode)?.tags ?? [],
          tone, tones: base.skins?.length ?? 0, mixed: e.tone !== undefined && typeof e.tone !== "number",
        },
      });
    }
  }
}

fs.mkdirSync(folder, { recursive: true });
const rows = [], pictures = [];
let offset = 0;
for (let i = 0; i < jobs.length; i += 16) {
  const part = jobs.slice(i, i + 16);
  const made = await Promise.all(part.map((job) => glyph(job.svg).catch(() => null)));
  made.forEach((picture, k) => {
    if (!picture) return console.error(`cannot render ${part[k].row.en} of ${part[k].row.set}: left out`);
    rows.push({ ...part[k].row, off: offset, len: picture.length });
    pictures.push(picture);
    offset += picture.length;
  });
}
fs.writeFileSync(`${folder}/glyphs.bin`, Buffer.concat(pictures));
fs.writeFileSync(`${folder}/glyphs.json`, JSON.stringify(rows));
console.log(`${rows.length} pictures, ${(offset / 1e6).toFixed(1)} MB, in ${folder}`);
