import { base, short, turbo, withNode, withoutNode } from "./graphs.ts";
import { connect, done, get, noPreviews, previews, prompt } from "./steps.ts";
import type { Scenario } from "./types.ts";

/** Prompts that succeed. */
export const success: Scenario[] = [
  {
    name: "turbo-previews-metadata",
    about:
      "The stock Turbo graph with previews, on a socket that understands previews with metadata",
    steps: [connect, prompt("p1", turbo(), previews), done("p1"), get("/history/{p1}")],
  },
  {
    name: "turbo-previews-plain",
    about: "The same on a socket that sent no flags: previews of type 1, after progress",
    steps: [
      { do: "connect", client: "a" },
      prompt("p1", turbo(), previews),
      done("p1"),
      get("/history/{p1}"),
    ],
  },
  {
    name: "turbo-no-previews",
    about: "The same without previews: progress may be throttled",
    looseSteps: true,
    steps: [connect, prompt("p1", turbo()), done("p1"), get("/history/{p1}")],
  },
  {
    name: "turbo-preview-default",
    about: "No preview method is asked for: the host's default is no previews",
    looseSteps: true,
    steps: [connect, prompt("p1", short(), {}), done("p1")],
  },
  {
    name: "base-guidance",
    about: "The stock Base graph: guidance 3, empty negative prompt",
    steps: [connect, prompt("p1", base(), previews), done("p1"), get("/history/{p1}")],
  },
  {
    name: "euler",
    about: "Sampler euler, one step of guidance",
    steps: [
      connect,
      prompt("p1", base({ "3": { sampler_name: "euler", steps: 4 } }), previews),
      done("p1"),
    ],
  },
  {
    name: "denoise-half",
    about: "denoise 0.5 takes the last steps of a schedule twice as long",
    steps: [
      connect,
      prompt("p1", turbo({ "3": { denoise: 0.5, steps: 4 } }), previews),
      done("p1"),
    ],
  },
  {
    name: "denoise-zero",
    about: "denoise 0 samples nothing and succeeds",
    steps: [connect, prompt("p1", turbo({ "3": { denoise: 0 } }), previews), done("p1")],
  },
  {
    name: "one-step",
    about: "A single step",
    steps: [connect, prompt("p1", turbo({ "3": { steps: 1 } }), previews), done("p1")],
  },
  {
    name: "batch-of-two",
    about: "Two pictures in one batch: one preview a step, two files",
    steps: [
      connect,
      prompt("p1", turbo({ "13": { batch_size: 2 }, "3": { steps: 2 } }), previews),
      done("p1"),
    ],
  },
  {
    name: "preview-image",
    about: "PreviewImage instead of SaveImage: a temporary file",
    steps: [
      connect,
      prompt(
        "p1",
        withNode(withoutNode(short(), "9"), "10", {
          class_type: "PreviewImage",
          inputs: { images: ["8", 0] },
        }),
        previews,
      ),
      done("p1"),
      get("/history/{p1}", { remember: "file" }),
      get("/view?filename={file}&type=temp", { name: "view the temporary file" }),
    ],
  },
  {
    name: "two-outputs",
    about: "SaveImage and PreviewImage on the same picture",
    looseSteps: true,
    anyOrder: true,
    steps: [
      connect,
      prompt(
        "p1",
        withNode(short(), "10", { class_type: "PreviewImage", inputs: { images: ["8", 0] } }),
      ),
      done("p1"),
      get("/history/{p1}"),
    ],
  },
  {
    name: "unused-node",
    about: "A node that no output needs does not run",
    looseSteps: true,
    steps: [
      connect,
      prompt(
        "p1",
        withNode(short(), "40", {
          class_type: "CLIPTextEncode",
          inputs: { clip: ["30", 0], text: "unused" },
        }),
      ),
      done("p1"),
    ],
  },
  {
    name: "subgraph-ids",
    about: "Node ids as the page makes them from subgraphs: 57:3",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", JSON.parse(JSON.stringify(short()).replace(/"(\d\d?)"/g, '"57:$1"'))),
      done("p1"),
    ],
  },
  {
    name: "client-chosen-id",
    about: "The client chooses the prompt id",
    looseSteps: true,
    steps: [
      connect,
      prompt("mine", short(), { ...noPreviews, prompt_id: "{mine}" }),
      done("mine"),
      get("/history/{mine}"),
    ],
  },
];
