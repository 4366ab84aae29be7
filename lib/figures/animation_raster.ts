import { Buffer } from "node:buffer";
import type { ApngFrame } from "./apng.ts";
import { type Box, changedBox, type Pixels } from "./changed_box.ts";

/** Longest delay that a PNG's frame can have in ms; a longer one is told in several frames. */
const LONGEST = 65_535;

/** The pixels of a drawn page. */
export async function rasterise(svg: string): Promise<Pixels> {
  const { default: sharp } = await import("sharp");
  const { data, info } = await sharp(Buffer.from(svg)).flatten({ background: "#ffffff" })
    .toColourspace("srgb").removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/**
 * PNGs for an animation: the first page whole, then only what changed. The still picture is the last page, so that a
 * viewer without animation shows how the run ended.
 */
export async function pngFrames(
  pages: readonly Pixels[],
  delays: readonly number[],
): Promise<{ still: Uint8Array; frames: ApngFrame[] }> {
  const frames: ApngFrame[] = [];
  for (const [i, page] of pages.entries()) {
    const box = i === 0
      ? { left: 0, top: 0, width: page.width, height: page.height }
      : changedBox(pages[i - 1], page);
    const png = await encode(page, box, pages[i - 1]);
    frames.push({ png, x: box.left, y: box.top, delay_ms: Math.min(delays[i], LONGEST) });
    for (let rest = delays[i] - LONGEST; rest > 0; rest -= LONGEST) {
      const dot = await encode(page, { left: 0, top: 0, width: 1, height: 1 });
      frames.push({ png: dot, x: 0, y: 0, delay_ms: Math.min(rest, LONGEST) });
    }
  }
  const last = pages[pages.length - 1];
  const whole = { left: 0, top: 0, width: last.width, height: last.height };
  return { still: await encode(last, whole), frames };
}

/** A GIF of the pages, 256 colours each. */
export async function animatedGif(
  pages: readonly Pixels[],
  delays: readonly number[],
): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  const pngs = [];
  for (const page of pages) {
    const { width, height } = page;
    pngs.push(Buffer.from(await encode(page, { left: 0, top: 0, width, height })));
  }
  // Browsers stretch delays below 20 ms to 100 ms.
  const delay = delays.map((d) => Math.max(20, d));
  const gif = await sharp(pngs, { join: { animated: true } }).gif({ delay, loop: 0 }).toBuffer();
  return new Uint8Array(gif);
}

/** A part of a page as PNG with alpha; pixels that stand on the page before already are left clear. */
async function encode(
  { data, width, height }: Pixels,
  box: Box,
  before?: Pixels,
): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  const rgba = new Uint8Array(4 * width * height);
  for (let i = 0, j = 0; i < data.length; i += 3, j += 4) {
    const b = before?.data;
    if (b && b[i] === data[i] && b[i + 1] === data[i + 1] && b[i + 2] === data[i + 2]) continue;
    rgba.set([data[i], data[i + 1], data[i + 2], 255], j);
  }
  const picture = sharp(rgba, { raw: { width, height, channels: 4 } }).extract(box);
  return picture.png({ compressionLevel: 9, adaptiveFiltering: true }).toBuffer();
}
