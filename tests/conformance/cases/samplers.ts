/** Samplers and guiders: the pictures that they make, bit for bit. */
import * as assert from "uvu/assert";
import { turbo } from "../../nano/scenarios/graphs.ts";
import { advanced } from "../../nano/scenarios/advanced.ts";
import { change, custom, split } from "../../nano/scenarios/custom_graphs.ts";
import type { Graph } from "../../nano/scenarios/types.ts";
import { type Case, test } from "../case.ts";
import { newSeed, type Site } from "../site.ts";

async function picture(site: Site, graph: Graph): Promise<Uint8Array> {
  const run = await site.run(graph);
  assert.is(run.entry.status.status_str, "success", JSON.stringify(run.entry.status.messages));
  return await site.pixels(run);
}

/** KSampler with 4 steps, as `custom()` and `advanced()` have. */
const plain = (seed: number, inputs: Record<string, unknown> = {}) =>
  turbo({ "3": { seed, steps: 4, ...inputs } });
const customWith = (seed: number, options: Parameters<typeof custom>[0]) =>
  change(custom(options), "21", { noise_seed: seed });

/** The largest difference of two pictures, in steps of 255. */
const distance = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

export const samplers: Case[] = [
  ...["res_multistep", "euler", "heun"].map((sampler) =>
    test(`SamplerCustomAdvanced gives KSampler's bits: ${sampler}, cfg 1`, async (site) => {
      const seed = newSeed();
      const expected = await picture(site, plain(seed, { sampler_name: sampler }));
      assert.equal(await picture(site, customWith(seed, { sampler })), expected);
    })
  ),
  test("SamplerCustomAdvanced with CFGGuider gives KSampler's bits: cfg 4", async (site) => {
    const seed = newSeed();
    const graph = plain(seed, { cfg: 4 });
    graph["33"] = { class_type: "CLIPTextEncode", inputs: { clip: ["30", 0], text: "" } };
    assert.equal(await picture(site, customWith(seed, { cfg: 4 })), await picture(site, graph));
  }),
  test("KSamplerAdvanced over all steps gives KSampler's bits", async (site) => {
    const seed = newSeed();
    const expected = await picture(site, plain(seed));
    assert.equal(await picture(site, advanced({ noise_seed: seed })), expected);
  }),
  test("SplitSigmas: heun in two parts gives the picture of one", async (site) => {
    const seed = newSeed();
    const whole = await picture(site, customWith(seed, { sampler: "heun" }));
    const parts = await picture(site, change(split(2), "21", { noise_seed: seed }));
    // Between the parts the latent is scaled and scaled back: the last bits of it may differ.
    assert.ok(distance(whole, parts) <= 2, `differs by ${distance(whole, parts)} of 255`);
  }),
  test("the same seed gives the same bits again, another seed does not", async (site) => {
    const seed = newSeed();
    const first = await picture(site, plain(seed));
    // Another seed between the two: else the second comes from the cache.
    const other = await picture(site, plain(newSeed()));
    const again = await picture(site, plain(seed));
    assert.equal(again, first);
    assert.not.equal(other, first);
  }),
];
