// How workflows that begin from a picture are fitted to the embedded host.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { differences, fitEmbedded, settings, template, type Workflow } from "@kgen/comfy";

const files = [
  "28.unet_name: z_image_turbo_bf16.safetensors -> nano-v0.onnx",
  "29.vae_name: ae.safetensors -> nano-pixels",
  "30.clip_name: qwen_3_4b.safetensors -> nano-words",
];
const scaled = (crop: string) => [
  "51: ImageScaleToTotalPixels -> ImageScale",
  "51.width: nothing -> 96",
  "51.height: nothing -> 96",
  `51.crop: nothing -> ${crop}`,
];

test("a picture is cut to a square of the model's size", () => {
  const w = template("zimage-turbo-img2img");
  assert.equal(differences(w, fitEmbedded(w)), [...files, ...scaled("center")]);
});

test("with a mask both are stretched, so that they stay on top of each other", () => {
  const w = template("zimage-turbo-inpaint");
  assert.equal(differences(w, fitEmbedded(w)), [...files, ...scaled("disabled")]);
});

/** The picture goes to VAEEncode as it is. */
function unscaled(): Workflow {
  const w = template("zimage-turbo-img2img");
  delete w.graph["51"];
  w.graph["52"].inputs.pixels = ["50", 0];
  return w;
}

test("without a node that scales one is put in between, under an id of its own", () => {
  const w = unscaled();
  w.graph["52-size"] = { class_type: "PreviewImage", inputs: { images: ["8", 0] } };
  const { graph } = fitEmbedded(w);
  assert.equal(graph["52"].inputs.pixels, ["52-size-", 0]);
  assert.equal(graph["52-size-"].class_type, "ImageScale");
  assert.equal(graph["52-size-"].inputs.image, ["50", 0]);
  assert.equal(graph["52-size"], w.graph["52-size"]);
  assert.equal(differences(w, { ...w, graph }).slice(0, 4), [
    ...files,
    '52.pixels: ["50",0] -> ["52-size-",0]',
  ]);
});

test("fitting twice is fitting once, and the template stays as it is", () => {
  for (
    const w of [template("zimage-turbo-img2img"), template("zimage-turbo-inpaint"), unscaled()]
  ) {
    const before = structuredClone(w);
    const once = fitEmbedded(w);
    assert.equal(fitEmbedded(once), once);
    assert.equal(w, before);
  }
});

test("an encoder without a picture is left to the host to refuse", () => {
  const w = unscaled();
  w.graph["52"].inputs.pixels = 5;
  assert.is(fitEmbedded(w).graph["52"].inputs.pixels, 5);
});

test("the size of a picture that a run begins from is read from the node that scales it", () => {
  const s = settings(fitEmbedded(template("zimage-turbo-img2img")));
  assert.equal([s.width, s.height, s.batch], [96, 96, null]);
  assert.is(settings(template("zimage-turbo-img2img")).width, null);
});

test.run();
