// How workflows that begin from a picture are fitted to the embedded host.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { differences, fitEmbedded, settings, template, type Workflow } from "@kgen/comfy";

const files = [
  "28.unet_name: z_image_turbo_bf16.safetensors -> nano_turbo",
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

const fitted = (name: string) => {
  const w = template(name);
  return differences(w, fitEmbedded(w));
};

test("Base, Turbo and Edit become those of the nano family; a model of it stays", () => {
  const model = (name: string) => settings(fitEmbedded(template(name))).model;
  assert.is(model("zimage-turbo"), "nano_turbo");
  assert.is(model("zimage-base"), "nano_base");
  assert.is(model("zimage-edit"), "nano_edit");
  const w = template("zimage-turbo");
  w.graph["28"].inputs.unet_name = "nano_base_int8";
  assert.is(fitEmbedded(w).graph["28"].inputs.unet_name, "nano_base_int8");
});

test("an edit begins from noise alone, and its picture is fitted once for both that take it", () => {
  assert.equal(
    fitted("zimage-edit").sort(),
    [
      "28.unet_name: z_image_bf16.safetensors -> nano_edit",
      ...files.slice(1),
      "3.denoise: 0.8 -> 1",
      ...scaled("center"),
    ].sort(),
  );
  assert.ok(fitted("zimage-edit-mask").includes("51.crop: nothing -> disabled"));
});

test("a picture that only the prompt takes is fitted too", () => {
  const w = template("zimage-edit");
  w.graph["13"] = {
    class_type: "EmptySD3LatentImage",
    inputs: { width: 1024, height: 1024, batch_size: 1 },
  };
  w.graph["3"].inputs.latent_image = ["13", 0];
  delete w.graph["51"];
  delete w.graph["52"];
  w.graph["27"].inputs.image1 = w.graph["33"].inputs.image1 = ["50", 0];
  const { graph } = fitEmbedded(w);
  assert.equal(graph["27"].inputs.image1, ["27-size", 0]);
  assert.equal(graph["33"].inputs.image1, ["33-size", 0]);
  assert.equal(graph["27-size"].inputs.image, ["50", 0]);
  assert.is(graph["13"].inputs.width, 96);
});

test("a LoRA stands for the one that makes Turbo of Base; one of the kit's stays", () => {
  assert.equal(fitted("zimage-turbo-lora"), [
    "13.width: 1024 -> 96",
    "13.height: 1024 -> 96",
    "28.unet_name: z_image_turbo_bf16.safetensors -> nano_base",
    ...files.slice(1),
    "60.lora_name: pixel_art_style_z_image_turbo.safetensors -> nano-v1-turbo-lora.safetensors",
  ]);
  const w = template("zimage-turbo-lora");
  w.graph["60"].inputs.lora_name = "nano-mine.safetensors";
  assert.is(fitEmbedded(w).graph["60"].inputs.lora_name, "nano-mine.safetensors");
});

test("edges are drawn of the fitted picture, and the size still comes from it", () => {
  assert.equal(
    fitted("zimage-turbo-controlnet").sort(),
    [
      ...files,
      ...scaled("center"),
      "57.name: Z-Image-Turbo-Fun-Controlnet-Union.safetensors -> nano-control",
    ].sort(),
  );
  const w = template("zimage-turbo-controlnet");
  delete w.graph["51"];
  for (const id of ["55", "56"]) w.graph[id].inputs.image = ["50", 0];
  const inputs = w.graph["58"].inputs;
  [inputs.inpaint_image, inputs.image] = [inputs.image, undefined];
  const { graph } = fitEmbedded(w);
  assert.equal(graph["55"].inputs.image, ["55-size", 0]);
  assert.equal(graph["58"].inputs.inpaint_image, ["55", 0]);
  assert.equal(graph["13"].inputs.width, ["56", 0]);
});

test("fitting twice is fitting once, and the template stays as it is", () => {
  for (
    const w of [
      template("zimage-turbo-img2img"),
      template("zimage-turbo-inpaint"),
      template("zimage-edit-mask"),
      template("zimage-turbo-lora"),
      template("zimage-turbo-controlnet"),
      unscaled(),
    ]
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
