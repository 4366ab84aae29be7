import { Buffer } from "node:buffer";
import sharp from "sharp";
import { writeWhole } from "./write_file.ts";

/** One place of a sheet: a picture file, or source and result, and what is written below. */
export interface Sample {
  pictures: Uint8Array[];
  text: string;
}

const SIDE = 96, GAP = 8, LINE = 11;
/** Greatest size of a sheet, bytes. */
const LIMIT = 250_000;

/** A text in lines of at most `width` characters; the last ends with … if some is left. */
export function wrapped(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let now = "";
  for (const word of text.split(/\s+/)) {
    if (now && now.length + 1 + word.length > width) {
      lines.push(now);
      now = word;
    } else now = now ? `${now} ${word}` : word;
  }
  lines.push(now);
  if (lines.length > most) lines[most - 1] = lines[most - 1].slice(0, width - 1) + "…";
  return lines.slice(0, most);
}

const escaped = (t: string) =>
  t.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]!);

/** Writes a sheet of samples, 8 columns of single pictures or 4 of pairs, as WebP below 250 kB. */
export async function writeSheet(file: string, samples: readonly Sample[]): Promise<number> {
  const each = samples[0].pictures.length, columns = each === 1 ? 8 : 4;
  const cellWidth = each * SIDE + (each - 1) * 2 + GAP, lines = 3;
  const cellHeight = SIDE + lines * LINE + GAP;
  const width = columns * cellWidth + GAP;
  const height = Math.ceil(samples.length / columns) * cellHeight + GAP;
  const at = (i: number) => ({
    left: GAP + (i % columns) * cellWidth,
    top: GAP + Math.floor(i / columns) * cellHeight,
  });
  const pictures = samples.flatMap((s, i) =>
    s.pictures.map((p, k) => ({
      input: Buffer.from(p),
      left: at(i).left + k * (SIDE + 2),
      top: at(i).top,
    }))
  );
  const words = samples.map((s, i) =>
    wrapped(s.text, Math.floor((cellWidth - GAP) / 4.9), lines).map((line, k) =>
      `<text x="${at(i).left}" y="${at(i).top + SIDE + LINE * (k + 1) - 1}">${escaped(line)}</text>`
    ).join("")
  ).join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `font-family="sans-serif" font-size="9" fill="#222">${words}</svg>`;
  const sheet = await sharp({
    create: { width, height, channels: 3, background: "#e8e8e8" },
  }).composite([...pictures, { input: Buffer.from(svg), left: 0, top: 0 }]).png()
    .toBuffer();
  for (let quality = 90; quality > 30; quality -= 10) {
    const bytes = await sharp(sheet).webp({ quality, smartSubsample: true, effort: 6 }).toBuffer();
    if (bytes.length >= LIMIT) continue;
    writeWhole(file, bytes);
    return bytes.length;
  }
  throw new Error(`${file}: the sheet does not come below ${LIMIT} bytes`);
}
