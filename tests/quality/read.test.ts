import { PictureError, readPicture } from "@kgen/quality";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { picture } from "./pictures.ts";

const folder = await mkdtemp(join(tmpdir(), "kgen-quality-"));
test.after(() => rm(folder, { recursive: true }));

const colour = picture(20, 10, 3, 3, 80);
const raw = { width: 20, height: 10, channels: 3 as const };
const png = await sharp(colour.data, { raw }).png().toBuffer();

test("a PNG comes back bit for bit, from a path with Chinese in it and from bytes", async () => {
  const path = join(folder, "樱花 1.png");
  await writeFile(path, png);
  assert.equal(await readPicture(path), colour);
  assert.equal(await readPicture(png), colour);
});

test("grey stays one channel, alpha makes four, 16 bits become 8", async () => {
  const grey = picture(20, 10, 1, 3, 80);
  const greyPng = await sharp(grey.data, { raw: { ...raw, channels: 1 } }).toColourspace("b-w")
    .png().toBuffer();
  assert.equal(await readPicture(greyPng), grey);

  assert.is((await readPicture(await sharp(png).ensureAlpha().png().toBuffer())).channels, 4);

  const deep = Uint16Array.from(colour.data, (v, i) => v * 256 + (i % 256));
  const deepPng = await sharp(deep, { raw }).toColourspace("rgb16").png().toBuffer();
  assert.equal(await readPicture(deepPng), colour);
});

test("what is no whole picture is refused with the name of the file", async () => {
  const bad: Record<string, Uint8Array> = {
    "cut header.png": png.subarray(0, 40),
    "cut body.png": png.subarray(0, png.length - 60),
    "cut.jpg": (await sharp(png).jpeg().toBuffer()).subarray(0, 400),
    "empty.png": new Uint8Array(0),
    "page.png": new TextEncoder().encode("<html>not found</html>"),
  };
  for (const [name, bytes] of Object.entries(bad)) {
    const path = join(folder, name);
    await writeFile(path, bytes);
    const error = await readPicture(path).then(() => null, (e) => e);
    assert.instance(error, PictureError, name);
    assert.is(error.file, path);
    assert.ok(error.message.startsWith(`${path}: not a whole picture`), error.message);
  }
});

test("a missing file is told apart from a bad one", async () => {
  const error = await readPicture(join(folder, "none.png")).then(() => null, (e) => e);
  assert.instance(error, PictureError);
  assert.match(error.message, /none\.png: no such picture/);
});

test.run();
