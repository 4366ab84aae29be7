import { short, turbo } from "./graphs.ts";
import { connect, done, get, post, prompt } from "./steps.ts";
import type { Scenario } from "./types.ts";

const nodes = [
  "UNETLoader",
  "CLIPLoader",
  "VAELoader",
  "CLIPTextEncode",
  "ConditioningZeroOut",
  "EmptySD3LatentImage",
  "ModelSamplingAuraFlow",
  "KSampler",
  "VAEDecode",
  "SaveImage",
  "PreviewImage",
];

/** Answers over HTTP. */
export const answers: Scenario[] = [
  {
    name: "history",
    about: "/history with its parameters, deleting, clearing",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", short(1)),
      done("p1"),
      prompt("p2", short(2)),
      done("p2"),
      prompt("p3", short(2)),
      done("p3"),
      get("/history?max_items=1"),
      get("/history?max_items=2&offset=0"),
      get("/history?offset=2"),
      get("/history?max_items=0"),
      get("/history?max_items=x"),
      get("/history/{nobody}"),
      post("/history", { delete: ["{p1}", "{nobody}"] }),
      get("/history"),
      post("/history", { clear: true }),
      get("/history", { name: "GET /history after clear" }),
    ],
  },
  {
    name: "view",
    about: "/view: found, not found, outside",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", short(), {
        extra_data: { preview_method: "none", extra_pnginfo: { workflow: { nodes: [] } } },
      }),
      done("p1"),
      get("/history/{p1}", { remember: "file" }),
      get("/view?filename={file}&type=output&subfolder=", { name: "view found" }),
      get("/view?filename={file}", { name: "view found, no type" }),
      get("/view?filename={file}&type=temp", { name: "view in the wrong folder" }),
      get("/view?filename={file}&type=nowhere", { name: "view of no type" }),
      get("/view?filename=none.png&type=output"),
      get("/view"),
      get("/view?filename="),
      get("/view?filename=../../main.py&type=output"),
      get("/view?filename=%2Fetc%2Fpasswd&type=output"),
      get("/view?filename={file}&type=output&subfolder=../input", {
        name: "view beside the folder",
      }),
      get("/view?filename={file}&type=output&subfolder=/etc", { name: "view in /etc" }),
    ],
  },
  {
    name: "save-in-subfolder",
    about: "A prefix with a folder in it",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", turbo({ "3": { steps: 2 }, "9": { filename_prefix: "kgen/one" } })),
      done("p1"),
      get("/history/{p1}", { remember: "file" }),
      get("/view?filename={file}&type=output&subfolder=kgen", { name: "view in the subfolder" }),
    ],
  },
  {
    name: "object-info",
    about: "What the nodes say of themselves",
    steps: [
      ...nodes.map((node) => get(`/object_info/${node}`)),
      get("/object_info/NoSuchNode"),
      get("/models/diffusion_models", { shape: true }),
      get("/models/no_such_folder"),
    ],
  },
  {
    name: "system",
    about: "The state of the host, the /api prefix, unknown paths, foreign origins",
    steps: [
      get("/system_stats", { shape: true }),
      get("/features"),
      get("/prompt"),
      get("/queue"),
      get("/history"),
      get("/embeddings", { shape: true }),
      get("/api/prompt"),
      get("/api/queue"),
      get("/api/history"),
      get("/api/features"),
      get("/api/system_stats", { shape: true }),
      get("/api/object_info/VAEDecode"),
      get("/no/such/path"),
      get("/api/no/such/path"),
      get("/prompt", { headers: { origin: "http://evil.example" }, name: "a foreign Origin" }),
      get("/prompt", {
        headers: { "sec-fetch-site": "cross-site" },
        name: "a request from another site",
      }),
      get("/prompt", { headers: { "sec-fetch-site": "same-origin" }, name: "the same site" }),
    ],
  },
];
