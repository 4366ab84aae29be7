// What the check before queueing says, against a recorded /object_info.
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  checkAgainst,
  checkInfo,
  HttpError,
  type Problem,
  template,
  type Workflow,
} from "@kgen/comfy";

const { objectInfo } = JSON.parse(
  readFileSync(new URL("../workflows/object_info.json", import.meta.url), "utf8"),
);
const url = "http://host:8188";

const problems = (change: (w: Workflow) => void, name = "zimage-turbo") => {
  const w = template(name);
  change(w);
  return checkInfo(w, objectInfo, url);
};

function only(found: Problem[], kind: Problem["kind"], ...parts: string[]): Problem {
  assert.is(found.length, 1, found.map((p) => p.message).join("\n"));
  assert.is(found[0].kind, kind);
  for (const part of parts) assert.match(found[0].message, part);
  return found[0];
}

test("a node type that is not there, for both kinds of host", () => {
  const change = (w: Workflow) => w.graph["11"].class_type = "Nobody";
  const p = only(problems(change), "missing_node", "node 11", "Nobody", "custom node");
  assert.equal([p.node, p.classType, p.input], ["11", "Nobody", null]);
  const w = template("zimage-turbo");
  change(w);
  assert.match(checkInfo(w, objectInfo, url, "embedded")[0].message, "--host URL");
});

test("a model file: with its size and address when the kit knows it, without when not", () => {
  const info = structuredClone(objectInfo);
  info.UNETLoader.input.required.unet_name[0] = ["other.safetensors"];
  const known = only(
    checkInfo(template("zimage-turbo"), info, url),
    "missing_file",
    "node 28 (UNETLoader), input unet_name",
    "12.3 GB",
    "https://huggingface.co/Comfy-Org/z_image_turbo/",
    "ComfyUI/models/diffusion_models/",
    "It has: other.safetensors.",
  );
  assert.equal(known.available, ["other.safetensors"]);
  const unknown = problems((w) => w.graph["28"].inputs.unet_name = "mine.safetensors");
  assert.not.match(only(unknown, "missing_file", "mine.safetensors").message, "Get it");
});

test("pictures and masks", () => {
  const p = only(
    problems((w) => w.graph["50"].inputs.image = "cat.png", "zimage-edit"),
    "missing_file",
    'picture "cat.png"',
    "Upload one",
    "example.png",
  );
  assert.equal([p.node, p.input, p.value], ["50", "image", "cat.png"]);
  const mask = problems((w) => w.graph["53"].inputs.image = "cat.png", "zimage-edit-mask");
  only(mask, "missing_file", 'mask "cat.png"', "with mask");
});

test("values off the list, out of range, no number, lacking", () => {
  only(problems((w) => w.graph["3"].inputs.sampler_name = "best"), "value", '"best"', "euler");
  only(problems((w) => w.graph["3"].inputs.steps = 0), "value", "0 is less than 1");
  only(problems((w) => w.graph["3"].inputs.denoise = 1.5), "value", "1.5 is more than 1");
  only(problems((w) => w.graph["3"].inputs.steps = "eight"), "value", '"eight" is no number');
  assert.equal(problems((w) => w.graph["3"].inputs.steps = "8"), [], "the host converts it");
  only(problems((w) => delete w.graph["3"].inputs.cfg), "value", "input cfg", "lacking");
  assert.equal(problems((w) => w.graph["3"].inputs.more = 1), [], "the host ignores it");
});

test("links: to nowhere, to an output that is not there, of another type", () => {
  only(
    problems((w) => w.graph["8"].inputs.vae = ["99", 0]),
    "link",
    "node 99",
    "not in the workflow",
  );
  only(problems((w) => w.graph["8"].inputs.vae = ["29", 3]), "link", "output 3", "which has 1");
  only(problems((w) => w.graph["8"].inputs.vae = ["30", 0]), "link", "takes VAE", "gives CLIP");
});

test("a picture that no list names is asked for by itself", async () => {
  const asked: unknown[] = [];
  const host: any = {
    url,
    kind: "remote",
    objectInfo: (c: string) => Promise.resolve({ [c]: objectInfo[c] }),
    view: (ref: any) => {
      asked.push(ref);
      if (ref.filename === "gone.png") return Promise.reject(new HttpError(404, "view"));
      if (ref.filename === "broken.png") return Promise.reject(new HttpError(500, "view"));
      return Promise.resolve({ bytes: new Uint8Array(), mime: "image/png" });
    },
  };
  const w = template("zimage-edit");
  const check = (image: string) => {
    w.graph["50"].inputs.image = image;
    return checkAgainst(host, w);
  };
  assert.equal(await check("kgen/cat.png"), []);
  assert.equal(await check("cat.png [temp]"), []);
  assert.equal(asked, [
    { filename: "cat.png", subfolder: "kgen", type: "input" },
    { filename: "cat.png", subfolder: "", type: "temp" },
  ]);
  only(await check("kgen/gone.png"), "missing_file", "kgen/gone.png", "Upload one");
  const failed = await check("kgen/broken.png").catch((e) => e);
  assert.instance(failed, HttpError, "a host that fails is no missing picture");
});

test.run();
