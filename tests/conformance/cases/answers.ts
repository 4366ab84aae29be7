/** Answers over HTTP that need no run. */
import * as assert from "uvu/assert";
import { HttpError } from "@kgen/comfy";
import { type Case, test } from "../case.ts";

/** Nodes that the kit's graphs use, and the inputs that it sets in them. */
const nodes: Record<string, string[]> = {
  UNETLoader: ["unet_name", "weight_dtype"],
  CLIPLoader: ["clip_name", "type"],
  VAELoader: ["vae_name"],
  CLIPTextEncode: ["clip", "text"],
  ConditioningZeroOut: ["conditioning"],
  EmptySD3LatentImage: ["width", "height", "batch_size"],
  ModelSamplingAuraFlow: ["model", "shift"],
  KSampler: [
    "model",
    "seed",
    "steps",
    "cfg",
    "sampler_name",
    "scheduler",
    "positive",
    "negative",
    "latent_image",
    "denoise",
  ],
  KSamplerAdvanced: ["noise_seed", "start_at_step", "end_at_step", "return_with_leftover_noise"],
  SamplerCustomAdvanced: ["noise", "guider", "sampler", "sigmas", "latent_image"],
  RandomNoise: ["noise_seed"],
  DisableNoise: [],
  BasicGuider: ["model", "conditioning"],
  CFGGuider: ["model", "positive", "negative", "cfg"],
  KSamplerSelect: ["sampler_name"],
  BasicScheduler: ["model", "scheduler", "steps", "denoise"],
  SplitSigmas: ["sigmas", "step"],
  VAEDecode: ["samples", "vae"],
  SaveImage: ["images", "filename_prefix"],
  PreviewImage: ["images"],
};

export const answers: Case[] = [
  test("system_stats: version, system and devices", async ({ host }) => {
    const { system, devices } = await host.systemStats();
    assert.match(String(system.comfyui_version), /^\d+\.\d+/);
    assert.type(system.os, "string");
    assert.ok(devices.length > 0);
    for (const device of devices) {
      assert.type(device.name, "string");
      assert.type(device.type, "string");
      assert.type(device.vram_total, "number");
    }
  }, "versions, the devices, and the embedded host says that it is one"),

  test("features: previews with metadata, and the largest upload", async (site) => {
    const features = await site.host.features();
    assert.is(features.supports_preview_metadata, true);
    assert.ok(features.max_upload_size >= 1024 * 1024);
  }, "other flags"),

  test("object_info of every node that the kit uses, with its inputs", async ({ host }) => {
    for (const [classType, inputs] of Object.entries(nodes)) {
      const info = (await host.objectInfo(classType))[classType];
      assert.ok(info, `no ${classType}`);
      const known = Object.keys({ ...info.input.required, ...info.input.optional });
      assert.equal(inputs.filter((input) => !known.includes(input)), [], classType);
      assert.type(info.output_node, "boolean");
    }
  }, "model files, limits of the size, and the embedded host has fewer samplers"),

  test("object_info of all nodes holds the same as that of one", async ({ host }) => {
    const all = await host.objectInfo();
    assert.equal(all.KSampler, (await host.objectInfo("KSampler")).KSampler);
  }, "how many nodes there are"),

  test("samplers and schedulers of the templates are on offer", async ({ host }) => {
    const { required } = (await host.objectInfo("KSampler")).KSampler.input;
    for (const sampler of ["euler", "heun", "res_multistep"]) {
      assert.ok(required.sampler_name[0].includes(sampler), sampler);
    }
    assert.ok(required.scheduler[0].includes("simple"));
  }),

  test("unknown names: no node, no history, no job, no path", async (site) => {
    const id = crypto.randomUUID();
    assert.equal(await site.host.objectInfo("NoSuchNode"), {});
    assert.equal(await site.host.history(id), {});
    for (const path of [`/api/jobs/${id}`, "/no/such/path", "/models/no_such_folder"]) {
      const answer = await site.get(path);
      await answer.body?.cancel();
      assert.is(answer.status, 404, path);
    }
  }),

  test("the same answers stand under /api", async (site) => {
    for (const path of ["/features", "/object_info/VAEDecode"]) {
      assert.equal(await site.json(`/api${path}`), await site.json(path));
    }
  }),

  test("a page from elsewhere is refused: Origin, Sec-Fetch-Site", async (site) => {
    const ask = async (headers: Record<string, string>) => {
      const answer = await site.get("/prompt", { headers });
      await answer.body?.cancel();
      return answer.status;
    };
    assert.is(await ask({ origin: site.url }), 200);
    assert.is(await ask({ "sec-fetch-site": "same-origin" }), 200);
    assert.is(await ask({ origin: "http://evil.example" }), 403);
    assert.is(await ask({ "sec-fetch-site": "cross-site" }), 403);
  }, "a host that is not reached by a loopback name accepts other origins"),

  test("an error of the client names the status", async ({ host }) => {
    const error = await host.view({ filename: "no-such-file.png" }).catch((e) => e);
    assert.instance(error, HttpError);
    assert.is(error.status, 404);
  }),
];
