import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";

interface Chunk {
  type: string;
  data: Buffer;
  crc: number;
}

interface Shown {
  data: Uint8Array;
  width: number;
  height: number;
  delay_ms: number;
}

/** Plays an animated PNG of 8-bit RGB with alpha: a reader of its own, so that the writer is not its own witness. */
export function playApng(bytes: Uint8Array) {
  const file = Buffer.from(bytes);
  const chunks: Chunk[] = [];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString("latin1", at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    chunks.push({ type, data, crc: file.readUInt32BE(at + 8 + length) });
    at += length + 12;
  }
  const header = chunks[0].data;
  const width = header.readUInt32BE(0), height = header.readUInt32BE(4);
  if (header[8] !== 8 || header[9] !== 6 || header[12] !== 0) throw new Error("not 8-bit RGBA");
  const control = chunks.find((c) => c.type === "acTL")!.data;
  const canvas = new Uint8Array(3 * width * height);
  const frames: Shown[] = [];
  for (let i = 0; i < chunks.length; i++) {
    if (chunks[i].type !== "fcTL") continue;
    const d = chunks[i].data;
    const [w, h, x, y] = [4, 8, 12, 16].map((at) => d.readUInt32BE(at));
    const parts: Buffer[] = [];
    while (chunks[i + 1].type === "fdAT") parts.push(chunks[++i].data.subarray(4));
    const pixels = unfilter(inflateSync(Buffer.concat(parts)), w, h);
    if (d[24] !== 0 || d[25] !== 1) throw new Error("not laid over what stands there");
    for (let k = 0; k < w * h; k++) {
      const at = 3 * ((y + Math.floor(k / w)) * width + x + k % w);
      const alpha = pixels[4 * k + 3];
      if (alpha === 255) canvas.set(pixels.subarray(4 * k, 4 * k + 3), at);
      else if (alpha !== 0) throw new Error("half clear pixels are not expected");
    }
    const delay_ms = 1000 * d.readUInt16BE(20) / d.readUInt16BE(22);
    frames.push({ data: canvas.slice(), width, height, delay_ms });
  }
  if (frames.length !== control.readUInt32BE(0)) throw new Error("acTL miscounts the frames");
  return { chunks, width, height, frames, loops: control.readUInt32BE(4) };
}

/** Undoes the filters of PNG, section 9. */
function unfilter(raw: Buffer, width: number, height: number): Uint8Array {
  const line = 4 * width;
  const out = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)];
    for (let i = 0; i < line; i++) {
      const a = i >= 4 ? out[y * line + i - 4] : 0;
      const b = y > 0 ? out[(y - 1) * line + i] : 0;
      const c = i >= 4 && y > 0 ? out[(y - 1) * line + i - 4] : 0;
      const guess = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter];
      out[y * line + i] = raw[y * (line + 1) + 1 + i] + guess;
    }
  }
  return out;
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c, pa = Math.abs(p - a), pb = Math.abs(p - b), pc = Math.abs(p - c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}
