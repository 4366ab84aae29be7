import { Buffer } from "node:buffer";
import { deflateSync } from "node:zlib";

/** Table of the checksum CRC-32 (polynomial edb88320 reflected), as in the PNG specification, annex D. */
const table = Int32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let c = -1;
  for (const byte of bytes) c = table[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ -1) >>> 0;
}

function chunk(name: string, body: Uint8Array): Buffer {
  const out = Buffer.alloc(body.length + 12);
  out.writeUInt32BE(body.length, 0);
  out.write(name, 4, "latin1");
  out.set(body, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Height, width and interleaved 8-bit RGB. */
export interface Rgb {
  width: number;
  height: number;
  data: Uint8Array;
}

/**
 * A PNG of an 8-bit RGB picture, each row stored as the difference from the one above (filter type 2).
 *
 * `text` becomes tEXt chunks: its values must be ASCII. `level` is zlib's, 1 fast to 9 small.
 */
export function encodePng(picture: Rgb, text: Record<string, string> = {}, level = 4): Uint8Array {
  const { width, height, data } = picture;
  const stride = width * 3;
  const rows = new Uint8Array(height * (stride + 1));
  for (let y = 0, at = 0; y < height; y++) {
    rows[at++] = 2;
    for (let x = y * stride; x < (y + 1) * stride; x++) {
      rows[at++] = y ? data[x] - data[x - stride] : data[x];
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // 8 bits, colour type 2 (RGB), and the only compression, filter and interlace methods in use.
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    ...Object.entries(text).map(([key, value]) =>
      chunk("tEXt", Buffer.from(`${key}\0${value}`, "latin1"))
    ),
    chunk("IDAT", deflateSync(rows, { level })),
    chunk("IEND", new Uint8Array()),
  ]);
}
