// Prefix runs and the plugin give the x0 of a plain run bit for bit. Only a real ComfyUI with the plugin
// can tell: set COMFY_URL to the address of one. The latents are saved by its own SaveLatent.
import process from "node:process";
import { randomUUID } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hasPlugin, prefixGraph, watchedGraph } from "@kgen/capture";
import { connect, type Graph, type Host, patch, template } from "@kgen/comfy";
import { finished, fitting } from "./live.ts";

const url = process.env.COMFY_URL;
const host: Host | null = url ? await connect(url) : null;
const live = host !== null && await hasPlugin(host) ? host : null;
if (!live) console.log("skipped: exact x0 (set COMFY_URL to a ComfyUI with the plugin)");

const STEPS = 5;

/** Runs a graph and gives the numbers of the latents that its nodes save, by node. */
async function latents(host: Host, graph: Graph, saved: Record<string, unknown>) {
  const whole: Graph = { ...graph };
  for (const [name, latent] of Object.entries(saved)) {
    whole[name] = {
      class_type: "SaveLatent",
      inputs: { samples: latent, filename_prefix: "kgen-test/x0" },
    };
  }
  const { outputs } = await finished(host, whole);
  const found: Record<string, Uint8Array> = {};
  for (const name of Object.keys(saved)) {
    const { bytes } = await host.view(outputs[name].latents[0]);
    // A safetensors file: length of the header, header, numbers.
    const head = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.slice(8, 8 + head)));
    const [from, to] = header.latent_tensor.data_offsets;
    found[name] = bytes.slice(8 + head + from, 8 + head + to);
  }
  return found;
}

const without = (graph: Graph, ...ids: string[]) =>
  Object.fromEntries(Object.entries(graph).filter(([id]) => !ids.includes(id)));

/** uvu's own comparison of so many bytes takes minutes when they differ. */
function same(a: Uint8Array, b: Uint8Array, what: string) {
  const first = a.length === b.length ? a.findIndex((v, i) => v !== b[i]) : 0;
  assert.is(first, -1, `${what} differs from byte ${first} of ${a.length}`);
}

for (const sampler of ["res_multistep", "euler", "heun"]) {
  for (const cfg of live ? [1, 4] : []) {
    test(`${sampler}, cfg ${cfg}: plain, prefix and plugin agree in every bit`, async () => {
      const { graph } = patch(template("zimage-base-quality-benchmark"), {
        ...await fitting(live!),
        prompt: `red apple ${randomUUID()}`,
        seed: 7,
        steps: STEPS,
        cfg,
        sampler,
      });
      const bare = without(graph, "8", "9"); // VAEDecode and SaveImage
      const plain = await latents(live!, bare, { end: ["3", 0] });
      const { graph: watched, collects } = watchedGraph(bare, randomUUID(), "x0");
      const seen = await latents(live!, watched, { end: ["3", 0], x0: [collects[0], 0] });
      same(seen.end, plain.end, "the latent with and without the plugin");
      const stages = sampler === "heun" ? 2 : 1;
      const size = plain.end.length;
      assert.is(seen.x0.length, size * (stages * (STEPS - 1) + 1));
      for (let k = 1; k <= STEPS; k++) {
        const { graph: prefix, preview } = prefixGraph(graph, k);
        const [decode] = prefix[preview].inputs.images as [string, number];
        const x0 = prefix[decode].inputs.samples;
        const made = await latents(live!, without(prefix, preview, decode), { x0 });
        const at = stages * (k - 1) * size;
        same(made.x0, seen.x0.slice(at, at + size), `x0 of step ${k}`);
      }
    });
  }
}

test.after(() => host?.close());
test.run();
