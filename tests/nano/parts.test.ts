/** Samplers made of parts, on the running host: the pictures. Messages are held in transcripts.test.ts. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startHost } from "@kgen/nano";
import { Client } from "./client.ts";
import { pixels, savedPicture } from "./pictures.ts";
import { advanced, advancedChain } from "./scenarios/advanced.ts";
import { custom, split } from "./scenarios/custom_graphs.ts";
import { base, turbo } from "./scenarios/graphs.ts";
import type { Graph } from "./scenarios/types.ts";
import { sent } from "./scenarios/websocket.ts";

const host = await startHost({ threads: 1 });
const client = await Client.open(host.url, { supports_preview_metadata: true });

test.after(async () => {
  await client.close();
  await host.stop();
});

async function picture(graph: Graph): Promise<Uint8Array> {
  return await pixels(await savedPicture(host.url, (await client.run(graph)).entry));
}

function farthest(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);
}

for (const sampler_name of ["euler", "heun", "res_multistep"]) {
  test(`${sampler_name}: KSampler, KSamplerAdvanced and SamplerCustomAdvanced make one picture`, async () => {
    const plain = await picture(turbo({ "3": { steps: 4, sampler_name } }));
    assert.equal(await picture(custom({ sampler: sampler_name })), plain);
    assert.equal(await picture(advanced({ sampler_name })), plain);
    assert.ok(farthest(plain, new Uint8Array(plain.length)) > 50);
  });
}

test("CFGGuider is KSampler's guidance, BasicScheduler its denoise", async () => {
  const set = { steps: 4, cfg: 3, sampler_name: "euler", denoise: 0.5 };
  const plain = await picture(base({ "3": set }));
  const parts = { cfg: 3, sampler: "euler", denoise: 0.5 };
  assert.equal(await picture(custom(parts)), plain);
  for (const other of [{ cfg: 1 }, { denoise: 1 }]) {
    assert.not.equal(await picture(custom({ ...parts, ...other })), plain);
  }
});

for (const sampler of ["euler", "heun"]) {
  test(`${sampler}: chains of SplitSigmas and of KSamplerAdvanced end as one sampler does`, async () => {
    const whole = await picture(custom({ sampler }));
    for (const chain of [split(2, sampler), advancedChain(2, sampler)]) {
      // The latent between them is rounded.
      assert.ok(farthest(await picture(chain), whole) <= 1);
    }
  });
}

test("denoised_output is the prediction that the last preview shows", async () => {
  const graph = split(2, "euler");
  graph["8"].inputs.samples = ["3", 1];
  const { entry, messages } = await client.run(graph);
  const previews = messages.filter(({ type }) => type === "binary 4");
  const shown = await pixels(previews.at(-1)!.bytes!);
  assert.equal(await pixels(await savedPicture(host.url, entry)), shown);
  graph["8"].inputs.samples = ["3", 0];
  assert.ok(farthest(await picture(graph), shown) > 10);
});

test("SaveImageWebsocket sends what SaveImage saves, each picture of a batch", async () => {
  const graph = () => turbo({ "13": { batch_size: 2 }, "3": { steps: 2 } });
  const { entry } = await client.run(graph());
  const { messages } = await client.run(sent(graph()), { preview_method: "none" });
  const got = messages.filter(({ type }) => type === "binary 4");
  assert.equal(got.map(({ data }) => data.node_id), ["9", "9"]);
  for (const [i, { bytes }] of got.entries()) {
    const file = await savedPicture(host.url, entry, i);
    assert.equal(await pixels(bytes!), await pixels(file));
  }
});

test.run();
