import { base, short, turbo, withNode, withoutNode } from "./graphs.ts";
import { fromPicture } from "./pictures.ts";
import { connect, done, get, previews, prompt } from "./steps.ts";
import type { Graph, Scenario } from "./types.ts";
import { one, upload } from "./upload.ts";

/** 6 x 4 pixels of colours. */
const picture =
  "iVBORw0KGgoAAAANSUhEUgAAAAYAAAAECAYAAACtBE5DAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAR0lEQVQI1xXJIQGAUBRD0cXBYxeCFGSYXA0cIV4IBJ3g/mOPpH6b+h7qFfW81f1RJZkwYcKECa8IESJEiBBZMcQQQwwxxFQ/f68pxVtVUtIAAAAASUVORK5CYII=";

/** Puts a LoRA behind the loader. */
export function withLora(graph: Graph, lora_name: string, strength_model = 1): Graph {
  withNode(graph, "60", {
    class_type: "LoraLoaderModelOnly",
    inputs: { model: ["28", 0], lora_name, strength_model },
  });
  graph["11"].inputs.model = ["60", 0];
  return graph;
}

/** Prompts that carry a picture, as the edit template has them: both, or only the first. */
export function editing(graph: Graph, image: string, both = true): Graph {
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
  const encode = (prompt: string) => ({
    class_type: "TextEncodeZImageOmni",
    inputs: {
      clip: ["30", 0],
      prompt,
      auto_resize_images: false,
      vae: ["29", 0],
      image1: ["51", 0],
    },
  });
  withNode(graph, "27", encode("red"));
  if (both) withNode(graph, "33", encode(""));
  return graph;
}

/** The size of the latent from a picture. */
export function sizeOf(graph: Graph, image: string): Graph {
  editing(graph, image);
  withNode(graph, "27", turbo()["27"]);
  withNode(graph, "33", turbo()["33"]);
  withNode(graph, "56", { class_type: "GetImageSize", inputs: { image: ["51", 0] } });
  Object.assign(graph["13"].inputs, { width: ["56", 0], height: ["56", 1] });
  return graph;
}

/** The edges of a picture, shown without a sampler. */
export function edges(image: string, low: unknown = 0.15, high: unknown = 0.35): Graph {
  return {
    "50": { class_type: "LoadImage", inputs: { image } },
    "55": {
      class_type: "Canny",
      inputs: { image: ["50", 0], low_threshold: low, high_threshold: high },
    },
    "10": { class_type: "PreviewImage", inputs: { images: ["55", 0] } },
  };
}

/** A reference picture as a latent. */
function referenceLatent(): Graph {
  const graph = fromPicture(base({ "3": { steps: 2 } }), "{folder}/one.png");
  withNode(graph, "70", {
    class_type: "ReferenceLatent",
    inputs: { conditioning: ["27", 0], latent: ["52", 0] },
  });
  graph["3"].inputs.positive = ["70", 0];
  return graph;
}

/** A ControlNet with inputs changed. */
function controlled(patch: unknown, change: Record<string, unknown> = {}): Graph {
  const graph = editing(short(), "{folder}/one.png");
  withoutNode(graph, "33");
  withNode(graph, "27", turbo()["27"]);
  withNode(graph, "33", turbo()["33"]);
  withNode(graph, "57", { class_type: "ModelPatchLoader", inputs: { name: patch } });
  withNode(graph, "58", {
    class_type: "ZImageFunControlnet",
    inputs: {
      model: ["28", 0],
      model_patch: ["57", 0],
      vae: ["29", 0],
      strength: 1,
      image: ["51", 0],
      ...change,
    },
  });
  graph["11"].inputs.model = ["58", 0];
  return graph;
}

/** LoRA, reference pictures and what ControlNet needs. */
export const references: Scenario[] = [
  {
    name: "lora",
    about: "LoraLoaderModelOnly: as trained, then at another strength, which is another picture",
    steps: [
      connect,
      prompt("p1", withLora(short(), "<lora>"), previews),
      done("p1"),
      prompt("p2", withLora(short(), "<lora>", 0.5), previews),
      done("p2"),
      get("/history/{p2}"),
    ],
  },
  {
    name: "lora-refused",
    about: "A LoRA that is not there; strengths that are none, and out of range",
    steps: [
      prompt("p1", withLora(short(), "nowhere.safetensors")),
      prompt("p2", withLora(short(), "<lora>", "strong" as never)),
      prompt("p3", withLora(short(), "<lora>", 101)),
    ],
  },
  {
    name: "edit",
    about: "TextEncodeZImageOmni with a picture, on both sides of the guidance",
    steps: [
      upload("upload", one(picture)),
      connect,
      prompt("p1", editing(base({ "3": { steps: 2 } }), "{folder}/one.png"), previews),
      done("p1"),
      get("/history/{p1}"),
    ],
  },
  {
    name: "edit-without-a-picture",
    about: "TextEncodeZImageOmni with words alone",
    steps: [
      connect,
      prompt(
        "p1",
        withNode(short(), "27", {
          class_type: "TextEncodeZImageOmni",
          inputs: { clip: ["30", 0], prompt: "red", auto_resize_images: true },
        }),
        previews,
      ),
      done("p1"),
    ],
  },
  {
    name: "reference-latent",
    about: "ReferenceLatent on one side of the guidance",
    steps: [
      upload("upload", one(picture)),
      connect,
      prompt("p1", referenceLatent(), previews),
      done("p1"),
    ],
  },
  {
    name: "size-of-a-picture",
    about: "GetImageSize tells the size in a binary text, and gives it to the latent",
    steps: [
      upload("upload", one(picture)),
      connect,
      prompt("p1", sizeOf(short(), "{folder}/one.png"), previews),
      done("p1"),
    ],
  },
  {
    name: "edges",
    about: "Canny on 6 x 4 pixels, and with thresholds that are none",
    steps: [
      upload("upload", one(picture)),
      connect,
      prompt("p1", edges("{folder}/one.png")),
      done("p1"),
      get("/history/{p1}"),
      prompt("p2", edges("{folder}/one.png", 0, 1)),
      prompt("p3", edges("{folder}/one.png", 0.9, 0.1)),
      done("p3"),
    ],
  },
  {
    name: "control-refused",
    about:
      "A model patch that is not there; a strength out of range; a model in the place of a patch",
    steps: [
      upload("upload", one(picture)),
      prompt("p1", controlled("nowhere.safetensors")),
      prompt("p2", controlled("<patch>", { strength: 11 })),
      prompt("p3", controlled("<patch>", { model_patch: ["28", 0] })),
    ],
  },
  {
    name: "object-info-references",
    about: "What these nodes say of themselves",
    steps: [
      "LoraLoaderModelOnly",
      "ModelPatchLoader",
      "ZImageFunControlnet",
      "TextEncodeZImageOmni",
      "ReferenceLatent",
      "Canny",
      "GetImageSize",
    ].map((node) => get(`/object_info/${node}`)),
  },
];
