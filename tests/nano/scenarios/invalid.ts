import { short, turbo, withNode, without, withoutNode } from "./graphs.ts";
import { connect, done, get, post, prompt } from "./steps.ts";
import type { Graph, Scenario, Step } from "./types.ts";

/** One prompt that is refused, or accepted in part. */
function refusal(name: string, about: string, graph: Graph, more: Step[] = []): Scenario {
  return { name, about, steps: [{ do: "prompt", as: "p1", graph }, ...more] };
}

/** Prompts that are refused, or accepted in part. */
export const invalid: Scenario[] = [
  refusal(
    "missing-node-type",
    "A class that the host does not have",
    withNode(turbo(), "12", { class_type: "NoSuchNode", inputs: {} }),
  ),
  refusal(
    "missing-node-type-titled",
    "The same with a title",
    withNode(turbo(), "12", {
      class_type: "NoSuchNode",
      inputs: {},
      _meta: { title: "A missing node" },
    }),
  ),
  refusal("no-class-type", "A node without a class", withNode(turbo(), "12", { inputs: {} })),
  refusal(
    "model-file-missing",
    "A model file that is not there",
    turbo({ "28": { unet_name: "missing.safetensors" } }),
  ),
  refusal(
    "sampler-not-in-list",
    "A sampler that does not exist: the list is too long to be sent back",
    turbo({ "3": { sampler_name: "no_such_sampler" } }),
  ),
  refusal(
    "scheduler-not-in-list",
    "A scheduler that does not exist",
    turbo({ "3": { scheduler: "no_such_scheduler" } }),
  ),
  refusal("value-too-small", "steps 0", turbo({ "3": { steps: 0 } })),
  refusal("value-too-big", "cfg 101", turbo({ "3": { cfg: 101 } })),
  refusal("size-too-small", "width 8", turbo({ "13": { width: 8 } })),
  refusal("required-input-missing", "No seed", without(turbo(), "3", "seed")),
  refusal("required-link-missing", "No model", without(turbo(), "3", "model")),
  refusal(
    "images-missing",
    "The output node itself lacks an input",
    without(turbo(), "9", "images"),
  ),
  refusal(
    "link-to-nothing",
    "A link to a node that is not there",
    turbo({ "3": { model: ["99", 0] } }),
  ),
  refusal(
    "output-linked-to-nothing",
    "The same at the output node",
    turbo({ "9": { images: ["99", 0] } }),
  ),
  refusal("link-without-slot", "A link of length 1", turbo({ "3": { model: ["11"] } })),
  refusal(
    "link-slot-out-of-range",
    "Slot 5 of a node with one",
    turbo({ "3": { model: ["11", 5] } }),
  ),
  refusal(
    "return-type-mismatch",
    "CLIP where a model belongs",
    turbo({ "3": { model: ["30", 0] } }),
  ),
  refusal("invalid-int", "steps is a word", turbo({ "3": { steps: "eight" } })),
  refusal("invalid-float", "cfg is a word", turbo({ "3": { cfg: "much" } })),
  refusal(
    "several-errors",
    "Three inputs of two nodes are wrong",
    turbo({
      "3": { steps: 0, cfg: "much" },
      "13": { width: 8 },
    }),
  ),
  refusal(
    "cycle",
    "The sampler needs its own result",
    turbo({ "3": { latent_image: ["3", 0] } }),
  ),
  refusal("no-outputs", "No output node", withoutNode(turbo(), "9")),
  refusal("empty-prompt", "No node at all", {}),
  {
    name: "one-good-output",
    about: "One output is wrong, the other right: accepted, and the right one runs",
    looseSteps: true,
    steps: [
      connect,
      prompt(
        "p1",
        withNode(short(), "10", { class_type: "PreviewImage", inputs: {} }),
      ),
      done("p1"),
      get("/history/{p1}"),
    ],
  },
  {
    name: "numbers-as-text",
    about: "Numbers as text and floats for ints are converted, and accepted",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", turbo({ "3": { steps: "2", cfg: "1.0", seed: 7.9 }, "11": { shift: "3" } })),
      done("p1"),
      get("/history/{p1}"),
    ],
  },
  {
    name: "unknown-input",
    about: "An input that the node does not have is ignored",
    looseSteps: true,
    steps: [connect, prompt("p1", turbo({ "3": { steps: 2, colour: "red" } })), done("p1")],
  },
  {
    name: "bad-bodies",
    about: "Bodies that are no prompt",
    steps: [
      post("/prompt", { client_id: "x" }),
      post("/prompt", []),
      { do: "http", method: "POST", path: "/prompt", text: "not json", name: "POST not JSON" },
      { do: "http", method: "POST", path: "/prompt", text: "", name: "POST nothing" },
      post("/prompt", { prompt: null }),
      post("/prompt", { prompt: { "1": { class_type: "SaveImage" } } }),
      post("/prompt", { prompt: {}, prompt_id: "not-an-id" }),
      post("/prompt", { prompt: {}, prompt_id: "0F8FAD5B-D9CB-469F-A165-70867728950E" }),
      post("/prompt", { prompt: {}, prompt_id: 5 }),
      post("/prompt", { prompt: {}, prompt_id: null }),
      {
        do: "http",
        method: "POST",
        path: "/queue",
        text: "not json",
        name: "POST /queue not JSON",
      },
      { do: "http", method: "PUT", path: "/prompt", text: "{}", name: "PUT /prompt" },
    ],
  },
];
