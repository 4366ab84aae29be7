/** Pictures from files: what is decoded, and which files can be named. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { coloursOf, decodePicture, maskOf } from "../../lib/nano/engine/load_picture.ts";
import { inputPictures, pictureDigest, pictureFile } from "../../lib/nano/engine/picture_file.ts";
import { toRgb } from "../../lib/nano/engine/pixels.ts";
import recorded from "./transcripts/pictures.json" with { type: "json" };

const root = mkdtempSync(join(tmpdir(), "kgen-pictures-"));
const folders = {
  inputDir: join(root, "input"),
  outputDir: join(root, "output"),
  tempDir: join(root, "temp"),
};
test.after(() => rmSync(root, { recursive: true, force: true }));
mkdirSync(join(folders.inputDir, "sub"), { recursive: true });
mkdirSync(folders.outputDir);

const file = (name: string, bytes: Uint8Array | string) => {
  const path = join(folders.inputDir, name);
  writeFileSync(path, bytes);
  return path;
};

/** 6 x 4 pixels, as in scenarios/pictures.ts. */
const fading = Uint8Array.from({ length: 24 }, (_, i) => i).reduce((out, i) => {
  const [x, y] = [i % 6, Math.floor(i / 6)];
  out.set([40 * x, 60 * y, 128, 255 - 51 * x], 4 * i);
  return out;
}, new Uint8Array(96));
const fadingPng = await sharp(fading, { raw: { width: 6, height: 4, channels: 4 } }).png()
  .toBuffer();

test("colours stay under transparency, the mask is what is transparent: ComfyUI's numbers", async () => {
  const picture = await decodePicture(file("fading.png", fadingPng));
  const colours = coloursOf(picture);
  const rgb = toRgb(colours.samples, 0, colours.width, colours.height).data;
  assert.equal([...rgb], [...fading].filter((_, i) => i % 4 !== 3));
  const near = (got: Float32Array, want: number[], what: string) =>
    // ComfyUI's preview drops fractions.
    got.forEach((v, i) => assert.ok(Math.abs(v * 255 - want[i]) < 1.01, `${what} ${i}: ${v}`));
  near(maskOf(picture, 3).levels, recorded.alphaMask, "LoadImage");
  ["red", "green", "blue", "alpha"].forEach((channel, i) => {
    near(maskOf(picture, i).levels, recorded.masks[channel as "red"], channel);
  });
});

test("without alpha nothing is masked: 64 x 64 zeros", async () => {
  const create = {
    width: 5,
    height: 4,
    channels: 3 as const,
    background: { r: 200, g: 30, b: 60 },
  };
  const picture = await decodePicture(file("a.jpg", await sharp({ create }).jpeg().toBuffer()));
  assert.equal([picture.width, picture.height, picture.hasAlpha], [5, 4, false]);
  const mask = maskOf(picture, 3);
  assert.equal([mask.width, mask.height, Math.max(...mask.levels)], [64, 64, 0]);
  assert.ok(Math.abs(maskOf(picture, 0).levels[0] * 255 - 200) < 4);
});

test("grey, 16 bits, a palette with a hole: all become 8-bit colours", async () => {
  const raw = { width: 2, height: 1, channels: 1 as const };
  const grey = await sharp(Uint8Array.of(0, 200), { raw }).toColourspace("b-w").png().toBuffer();
  const got = await decodePicture(file("grey.png", grey));
  assert.equal([...got.data], [0, 0, 0, 255, 200, 200, 200, 255]);
  const deep = await sharp(Uint16Array.of(0, 200 * 257), { raw }).toColourspace("grey16").png()
    .toBuffer();
  assert.is((await sharp(deep).metadata()).depth, "ushort");
  assert.equal([...(await decodePicture(file("deep.png", deep))).data.subarray(4, 7)], [
    200,
    200,
    200,
  ]);
  const palette = await sharp(fading, { raw: { width: 6, height: 4, channels: 4 } })
    .png({ palette: true }).toBuffer();
  const holes = await decodePicture(file("palette.png", palette));
  assert.ok(holes.hasAlpha);
  assert.ok(maskOf(holes, 3).levels[5] > 0.9);
});

test("a photo is turned as its camera noted", async () => {
  const photo = await sharp(fading, { raw: { width: 6, height: 4, channels: 4 } }).removeAlpha()
    .withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const { width, height } = await decodePicture(file("photo.jpg", photo));
  assert.equal([width, height], [4, 6]);
});

test("what is no picture, or only the start of one, says so", async () => {
  for (const bytes of ["no picture", "", fadingPng.subarray(0, 60)]) {
    const path = file("broken.png", bytes);
    try {
      await decodePicture(path);
      assert.unreachable();
    } catch (error) {
      assert.match((error as Error).message, "broken.png cannot be read as a picture");
    }
  }
});

test("names: folders in brackets, subfolders, nothing outside", () => {
  file("sub/b.png", fadingPng);
  writeFileSync(join(folders.outputDir, "out.png"), fadingPng);
  writeFileSync(join(root, "secret.png"), fadingPng);
  assert.is(pictureFile(folders, "fading.png"), join(folders.inputDir, "fading.png"));
  assert.is(pictureFile(folders, "sub/b.png [input]"), join(folders.inputDir, "sub", "b.png"));
  assert.is(pictureFile(folders, "out.png [output]"), join(folders.outputDir, "out.png"));
  for (
    const name of [
      "",
      ".",
      "sub",
      "out.png",
      "../secret.png",
      "sub/../../secret.png",
      join(root, "secret.png"),
      "fading.png\0",
      "fading.png [temp]",
      5,
      null,
      ["fading.png"],
    ]
  ) assert.is(pictureFile(folders, name), null, String(name));
});

test("the list has the pictures of the input folder itself", () => {
  file("notes.txt", "x");
  assert.equal(inputPictures(folders), [
    "a.jpg",
    "broken.png",
    "deep.png",
    "fading.png",
    "grey.png",
    "palette.png",
    "photo.jpg",
  ]);
  assert.equal(inputPictures({ inputDir: join(root, "nowhere") }), []);
});

test("the digest is of the content; a file that is gone is new each time", () => {
  const node = (image: string) => ({ class_type: "LoadImage", inputs: { image } });
  const digest = (image: string) => pictureDigest(folders, node(image));
  file("same.png", fadingPng);
  assert.is(digest("same.png"), digest("fading.png"));
  assert.not.equal(digest("same.png"), digest("a.jpg"));
  assert.not.equal(digest("gone.png"), digest("gone.png"));
  assert.is(pictureDigest(folders, { class_type: "VAEDecode", inputs: {} }), "");
});

test.run();
