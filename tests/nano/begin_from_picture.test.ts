/** From a picture, and under a mask, on the running host: the pixels. Messages are held in transcripts.test.ts. */
import sharp from "sharp";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startHost } from "@kgen/nano";
import { Client } from "./client.ts";
import { formOf } from "./form.ts";
import { pixels, savedPicture } from "./pictures.ts";
import { fromPicture, loadMask, masked } from "./scenarios/pictures.ts";
import { turbo, withNode } from "./scenarios/graphs.ts";
import type { Graph } from "./scenarios/types.ts";

const host = await startHost({ threads: 1 });
const client = await Client.open(host.url, { supports_preview_metadata: true });

test.after(async () => {
  await client.close();
  await host.stop();
});

const run = async (graph: Graph) => (await client.run(graph)).entry;
const picture = async (graph: Graph) =>
  await pixels(await savedPicture(host.url, await run(graph)));

async function upload(filename: string, bytes: Uint8Array): Promise<void> {
  const form = { picture: bytes.toBase64(), filename, fields: { overwrite: "true" } };
  const answer = await fetch(`${host.url}/upload/image`, { method: "POST", body: formOf(form) });
  assert.is((await answer.json()).name, filename);
}

/** 96 x 96 pixels whose red, green and blue differ everywhere, opaque in the left half alone. */
const drawn = Uint8Array.from({ length: 96 * 96 * 4 }, (_, i) => {
  const [x, y] = [(i >> 2) % 96, Math.floor((i >> 2) / 96)];
  return [2 * x, 2 * y, (x * y) % 256, x < 48 ? 255 : 0][i % 4];
});
const rgb = drawn.filter((_, i) => i % 4 !== 3);
const raw = { width: 96, height: 96, channels: 4 as const };
await upload("drawn.png", await sharp(drawn, { raw }).png().toBuffer());
const halves = Uint8Array.from({ length: 40 * 20 }, (_, i) => i % 40 < 20 ? 0 : 255);
await upload(
  "right.png",
  await sharp(halves, { raw: { width: 40, height: 20, channels: 1 } }).png().toBuffer(),
);

const farthest = (a: Uint8Array, b: Uint8Array, where: (x: number) => boolean = () => true) =>
  a.reduce(
    (most, v, i) => where(Math.floor(i / 3) % 96) ? Math.max(most, Math.abs(v - b[i])) : most,
    0,
  );
const mean = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((sum, v, i) => sum + Math.abs(v - b[i]), 0) / a.length;

const from = (inputs: Record<string, unknown> = {}) =>
  fromPicture(turbo({ "3": { steps: 4, ...inputs } }), "drawn.png");

test("denoise 0 gives the picture back, bit for bit", async () => {
  assert.is(farthest(await picture(from({ denoise: 0 })), rgb), 0);
});

test("the less is denoised the more of the picture stays", async () => {
  const off = [];
  for (const denoise of [0.2, 0.5, 1]) off.push(mean(await picture(from({ denoise })), rgb));
  assert.ok(off[0] < off[1] && off[1] < off[2], off.join(" "));
  assert.ok(off[0] < off[2] / 2, off.join(" "));
});

test("a whole denoise does not see the picture", async () => {
  assert.equal(await picture(from()), await picture(turbo({ "3": { steps: 4 } })));
});

for (
  const [name, mask, made] of [
    ["LoadImageMask", ["53", 0], (x: number) => x >= 48],
    ["the alpha of LoadImage", ["50", 1], (x: number) => x >= 48],
  ] as [string, [string, number], (x: number) => boolean][]
) {
  test(`${name}: only under the mask something is made, the rest stays bit for bit`, async () => {
    for (const denoise of [0.7, 1]) {
      const graph = masked(from({ denoise }), mask);
      const got = await picture(withNode(graph, "53", loadMask("right.png")));
      // Between the halves of a mask of 40 pixels lies an edge that is scaled too.
      const edge = name === "LoadImageMask" ? 2 : 0;
      assert.is(farthest(got, rgb, (x) => x < 48 - edge), 0);
      assert.ok(farthest(got, rgb, made) > 50);
    }
  });
}

test("every preview shows what stays as it is", async () => {
  const { messages } = await client.run(masked(from({ seed: 40 }), ["50", 1]));
  const previews = messages.filter(({ type }) => type === "binary 4");
  assert.is(previews.length, 4);
  for (const { bytes } of previews) {
    assert.is(farthest(await pixels(bytes!), rgb, (x) => x < 48), 0);
  }
});

test("a batch of one latent: other noise for each picture, the same rest", async () => {
  const graph = masked(from({ seed: 41, steps: 2 }), ["50", 1]);
  withNode(graph, "55", {
    class_type: "RepeatLatentBatch",
    inputs: { samples: ["54", 0], amount: 2 },
  });
  graph["3"].inputs.latent_image = ["55", 0];
  const entry = await run(graph);
  assert.is(entry.outputs["9"].images.length, 2);
  const [a, b] = await Promise.all(
    [0, 1].map(async (i) => await pixels(await savedPicture(host.url, entry, i))),
  );
  assert.is(farthest(a, b, (x) => x < 48), 0);
  assert.ok(farthest(a, b) > 20);
});

test("a JPEG of another size is fitted", async () => {
  const photo = await sharp({
    create: { width: 300, height: 150, channels: 3, background: { r: 250, g: 120, b: 10 } },
  }).jpeg().toBuffer();
  await upload("photo.jpg", photo);
  const got = await picture(fromPicture(turbo({ "3": { denoise: 0 } }), "photo.jpg"));
  for (const [i, v] of [250, 120, 10].entries()) {
    assert.ok(Math.abs(got[i] - v) < 4, `${got.subarray(0, 3)}`);
  }
});

test("a picture of another size for the model: the error says what to do", async () => {
  const graph = from();
  graph["51"].inputs.width = 64;
  const { status } = await run(graph);
  const [, error] = status.messages.find(([type]: string[]) => type === "execution_error")!;
  assert.is(error.node_type, "VAEEncode");
  assert.match(error.exception_message, "64x96: put ImageScale before VAEEncode");
});

test("an upload shows in the list at once", async () => {
  const info = await (await fetch(`${host.url}/object_info/LoadImage`)).json();
  assert.equal(info.LoadImage.input.required.image[0], ["drawn.png", "photo.jpg", "right.png"]);
});

test.run();
