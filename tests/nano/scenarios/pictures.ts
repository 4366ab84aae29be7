import { short, turbo, withNode, withoutNode } from "./graphs.ts";
import { connect, done, get, previews, prompt } from "./steps.ts";
import type { Graph, Scenario, Step } from "./types.ts";
import { black, one, upload, white } from "./upload.ts";

/** 6 x 4 pixels whose alpha falls from left to right. */
const fading =
  "iVBORw0KGgoAAAANSUhEUgAAAAYAAAAECAYAAACtBE5DAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAR0lEQVQI1xXJIQGAUBRD0cXBYxeCFGSYXA0cIV4IBJ3g/mOPpH6b+h7qFfW81f1RJZkwYcKECa8IESJEiBBZMcQQQwwxxFQ/f68pxVtVUtIAAAAASUVORK5CYII=";
/** The words "no picture". */
const noPicture = "bm8gcGljdHVyZQ==";

/** The graph begins from a picture, made as large as the model takes it. */
export function fromPicture(graph: Graph, image: string): Graph {
  withoutNode(graph, "13");
  withNode(graph, "50", { class_type: "LoadImage", inputs: { image } });
  withNode(graph, "51", {
    class_type: "ImageScale",
    inputs: {
      image: ["50", 0],
      upscale_method: "lanczos",
      width: "<size>",
      height: "<size>",
      crop: "center",
    },
  });
  withNode(graph, "52", { class_type: "VAEEncode", inputs: { pixels: ["51", 0], vae: ["29", 0] } });
  graph["3"].inputs.latent_image = ["52", 0];
  return graph;
}

/** And only what lies under the mask that `mask` links to is made anew. */
export function masked(graph: Graph, mask: [string, number]): Graph {
  withNode(graph, "54", {
    class_type: "SetLatentNoiseMask",
    inputs: { samples: ["52", 0], mask },
  });
  graph["3"].inputs.latent_image = ["54", 0];
  return graph;
}

export const loadMask = (image: string, channel: unknown = "red") => ({
  class_type: "LoadImageMask",
  inputs: { image, channel },
});

/** A picture shown without a sampler. `node` stands between LoadImage and PreviewImage, as 51. */
function shown(class_type: string, inputs: Record<string, unknown>): Graph {
  return {
    "50": { class_type: "LoadImage", inputs: { image: "{folder}/one.png" } },
    "51": { class_type, inputs: { image: ["50", 0], ...inputs } },
    "10": { class_type: "PreviewImage", inputs: { images: ["51", 0] } },
  };
}

const sizes: [string, string, Record<string, unknown>][] = [
  ["p1", "ImageScale", { upscale_method: "bilinear", width: 0, height: 40, crop: "disabled" }],
  ["p2", "ImageScale", { upscale_method: "area", width: 5, height: 0, crop: "disabled" }],
  ["p3", "ImageScale", { upscale_method: "bicubic", width: 0, height: 0, crop: "center" }],
  ["p4", "ImageScale", { upscale_method: "nearest-exact", width: 7, height: 9, crop: "center" }],
  ["p5", "ImageScaleToTotalPixels", {
    upscale_method: "lanczos",
    megapixels: 0.01,
    resolution_steps: 1,
  }],
  ["p6", "ImageScaleToTotalPixels", {
    upscale_method: "area",
    megapixels: 0.01,
    resolution_steps: 20,
  }],
];

/** Pictures and masks that a prompt begins from. Subfolders are new in each run, as those of the uploads. */
export const pictures: Scenario[] = [
  {
    name: "picture",
    about: "From an uploaded picture, half denoised: LoadImage, ImageScale, VAEEncode",
    steps: [
      upload("upload", one(fading)),
      connect,
      prompt(
        "p1",
        fromPicture(turbo({ "3": { denoise: 0.5, steps: 4 } }), "{folder}/one.png"),
        previews,
      ),
      done("p1"),
      get("/history/{p1}"),
    ],
  },
  {
    name: "picture-mask",
    about: "Only under a mask: LoadImageMask and SetLatentNoiseMask",
    steps: [
      upload("upload", one(fading)),
      connect,
      prompt(
        "p1",
        withNode(
          masked(
            fromPicture(turbo({ "3": { denoise: 0.8, steps: 4 } }), "{folder}/one.png"),
            ["53", 0],
          ),
          "53",
          loadMask("{folder}/one.png"),
        ),
        previews,
      ),
      done("p1"),
    ],
  },
  {
    name: "picture-alpha",
    about: "The mask of LoadImage itself; with guidance, in a batch of two",
    steps: [
      upload("upload", one(fading)),
      connect,
      prompt(
        "p1",
        withRepeat(masked(fromPicture(short(), "{folder}/one.png"), ["50", 1])),
        previews,
      ),
      done("p1"),
    ],
  },
  {
    name: "picture-of-temp",
    about: "A picture of the temp folder, named with its folder",
    looseSteps: true,
    steps: [
      upload("upload", one(fading, { type: "temp" })),
      connect,
      prompt("p1", fromPicture(short(), "{folder}/one.png [temp]")),
      done("p1"),
    ],
  },
  {
    name: "picture-missing",
    about: "Pictures that are not there, a channel that no picture has, a link that does not fit",
    steps: [
      prompt("p1", fromPicture(short(), "kgen-nowhere.png")),
      prompt("p2", fromPicture(short(), "kgen-nowhere.png [output]")),
      prompt(
        "p3",
        withNode(
          masked(fromPicture(short(), "kgen-nowhere.png"), ["53", 0]),
          "53",
          loadMask("kgen-nowhere.png", "white"),
        ),
      ),
      prompt(
        "p4",
        withNode(masked(fromPicture(short(), "kgen-nowhere.png"), ["51", 0]), "53", loadMask("x")),
      ),
    ],
  },
  {
    name: "picture-changed",
    about: "The same graph after another picture came under the name, and the same one again",
    looseSteps: true,
    steps: [
      upload("upload", one(black)),
      connect,
      prompt("p1", fromPicture(short(), "{folder}/one.png")),
      done("p1"),
      upload("another", one(white, { overwrite: "true" })),
      prompt("p2", fromPicture(short(), "{folder}/one.png")),
      done("p2"),
      upload("the same", one(white, { overwrite: "true" })),
      prompt("p3", fromPicture(short(), "{folder}/one.png")),
      done("p3"),
    ],
  },
  {
    name: "picture-unreadable",
    about: "A file that is no picture: LoadImage fails",
    steps: [
      upload("upload", one(noPicture)),
      connect,
      prompt("p1", shown("ImageScale", sizes[0][2])),
      done("p1"),
      get("/history/{p1}"),
    ],
  },
  {
    name: "picture-sizes",
    about: "What ImageScale and ImageScaleToTotalPixels make of 6 x 4 pixels",
    steps: [
      upload("upload", one(fading)),
      connect,
      ...sizes.flatMap(([label, type, inputs]): Step[] => [
        prompt(label, shown(type, inputs)),
        done(label),
        get(`/history/{${label}}`, { remember: `file${label}` }),
        get(`/view?filename={file${label}}&type=temp`, { name: `view ${label}` }),
      ]),
    ],
  },
  {
    name: "object-info-pictures",
    about: "What these nodes say of themselves",
    steps: [
      "LoadImage",
      "LoadImageMask",
      "ImageScale",
      "ImageScaleToTotalPixels",
      "VAEEncode",
      "SetLatentNoiseMask",
      "RepeatLatentBatch",
    ].map((node) => get(`/object_info/${node}`)),
  },
];

function withRepeat(graph: Graph): Graph {
  const before = graph["3"].inputs.latent_image;
  withNode(graph, "55", {
    class_type: "RepeatLatentBatch",
    inputs: { samples: before, amount: 2 },
  });
  Object.assign(graph["3"].inputs, { latent_image: ["55", 0], cfg: 3 });
  return graph;
}
