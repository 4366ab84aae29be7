/** The PNG files: read back by another program's decoder. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import sharp from "sharp";
import { encodePng } from "../../lib/nano/engine/png.ts";
import { toRgb } from "../../lib/nano/engine/pixels.ts";
import { inspectPicture } from "./picture.ts";

test("a picture comes back as it was, at every level", async () => {
  const [width, height] = [7, 5];
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 37) % 256);
  for (const level of [1, 4, 9]) {
    const png = encodePng({ width, height, data }, {}, level);
    const { data: pixels, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    assert.equal([info.width, info.height, info.channels], [width, height, 3]);
    assert.equal([...pixels], [...data]);
  }
});

test("text chunks keep the graph", () => {
  const png = encodePng({ width: 1, height: 1, data: new Uint8Array(3) }, { prompt: '{"a":1}' });
  assert.equal(inspectPicture(png), { format: "png", width: 1, height: 1, text: ["prompt"] });
  assert.ok(new TextDecoder("latin1").decode(png).includes('prompt\0{"a":1}'));
});

test("values of [-1,1] become 0 to 255, rounded and clipped, planes interleaved", () => {
  const plane = 96 * 96;
  const samples = new Float32Array(2 * 3 * plane);
  samples.set([-1, 0, 1, 9], 3 * plane);
  samples.set([-9, 0.5], 4 * plane);
  const { data } = toRgb(samples, 1);
  assert.equal([data[0], data[3], data[6], data[9]], [0, 128, 255, 255]);
  assert.equal([data[1], data[4]], [0, 191]);
});

test.run();
