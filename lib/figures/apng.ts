import { Buffer } from "node:buffer";
import { crc32 } from "./crc32.ts";

/** A PNG that stands at a place of the canvas for a time. */
export interface ApngFrame {
  /** A PNG of one frame; all have the colour type and depth of the first. */
  png: Uint8Array;
  x: number;
  y: number;
  /** ms, up to 65 535. */
  delay_ms: number;
}

interface Chunk {
  type: string;
  data: Uint8Array;
}

/**
 * Puts PNGs together to an animated PNG, without touching their pixels: the image data of each are moved into
 * chunks `fcTL` and `fdAT` (Portable Network Graphics, third edition, section 11.3.4). `still` is what a viewer shows
 * that knows no animation; it is not part of the animation. Each frame is set over the one before.
 *
 * @param loops 0 for ever
 */
export function apng(still: Uint8Array, frames: readonly ApngFrame[], loops = 0): Uint8Array {
  const base = chunksOf(still);
  const header = base.find((c) => c.type === "IHDR")!.data;
  const out: Uint8Array[] = [SIGNATURE, chunk("IHDR", header)];
  out.push(chunk("acTL", words(frames.length, loops)));
  for (const { data } of base.filter((c) => c.type === "IDAT")) out.push(chunk("IDAT", data));
  let sequence = 0;
  for (const { png, x, y, delay_ms } of frames) {
    const parts = chunksOf(png);
    const own = parts.find((c) => c.type === "IHDR")!.data;
    if (Buffer.compare(own.subarray(8), header.subarray(8)) !== 0) {
      throw new TypeError("The frames of an animated PNG need one colour type and depth.");
    }
    const size = Buffer.from(own.subarray(0, 8));
    const rest = Buffer.alloc(6);
    rest.writeUInt16BE(Math.round(delay_ms), 0);
    rest.writeUInt16BE(1000, 2); // delay in thousandths; then dispose 0: leave it
    rest[5] = 1; // blend 1: over what stands there, so that clear pixels keep it
    const place = [words(sequence++), size, words(x, y), rest];
    out.push(chunk("fcTL", Buffer.concat(place)));
    for (const { data } of parts.filter((c) => c.type === "IDAT")) {
      out.push(chunk("fdAT", Buffer.concat([words(sequence++), data])));
    }
  }
  out.push(chunk("IEND", new Uint8Array(0)));
  return new Uint8Array(Buffer.concat(out));
}

const SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunksOf(png: Uint8Array): Chunk[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const found: Chunk[] = [];
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    found.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return found;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([words(data.length), body, words(crc32(body))]);
}

function words(...values: number[]): Uint8Array {
  const out = Buffer.alloc(4 * values.length);
  values.forEach((v, i) => out.writeUInt32BE(v, 4 * i));
  return out;
}
