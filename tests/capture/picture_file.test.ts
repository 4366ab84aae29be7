// What a file must look like to be sent to a host as a picture.
import { CapturePictureError, pictureProblem } from "@kgen/capture";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { uploadImages } from "../../lib/capture/images.ts";

const folder = mkdtempSync(join(tmpdir(), "kgen-test-"));
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const pixel = () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: { r: 9, g: 80, b: 200 } } });

test("pictures in every form that sharp writes are taken", async () => {
  for (const form of ["png", "jpeg", "webp", "gif", "tiff", "avif"] as const) {
    const bytes = await pixel().toFormat(form).toBuffer();
    assert.is(pictureProblem(file(`a.${form}`, bytes)), null, form);
  }
  const bmp = new Uint8Array(58);
  bmp.set([0x42, 0x4d, 58]);
  assert.is(pictureProblem(file("a.bmp", bmp)), null);
  assert.is(pictureProblem(file("a.ppm", "P6\n1 1\n255\nabc")), null);
});

test("what is none is named, with what to do", () => {
  const cases: [string, RegExp][] = [
    [file("README.md", "# kgen\n\nA kit"), /README\.md is no picture; name a file such as PNG/],
    [file("text.png", "not a picture, whatever its name says"), /text\.png is no picture/],
    [file("empty.png", ""), /empty\.png is no picture: it is empty/],
    [folder, /is a folder; name a picture in it/],
    [join(folder, "no.png"), /there is no file .*no\.png; name a picture/],
  ];
  for (const [path, words] of cases) assert.match(pictureProblem(path)!, words);
});

test("a capture sends nothing when one of its pictures is none", async () => {
  const sent: string[] = [];
  const host: any = {
    upload: (path: string) => {
      sent.push(path);
      return Promise.resolve({ filename: "x.png", subfolder: "", type: "input" });
    },
  };
  const image = file("good.png", await pixel().png().toBuffer()), mask = file("bad.png", "no");
  const refused = await uploadImages(host, { images: { image, mask } }).then(() => null, (e) => e);
  assert.instance(refused, CapturePictureError);
  assert.match(refused.message, /^mask: .*bad\.png is no picture/);
  assert.equal(sent, []);
  assert.equal(await uploadImages(host, { images: { image } }), { image: "x.png" });
});

test.after(() => rmSync(folder, { recursive: true, force: true }));
test.run();
