/** Prompts that begin from a picture. */
import { InvalidWorkflowError } from "@kgen/comfy";
import sharp from "sharp";
import * as assert from "uvu/assert";
import { turbo, withNode } from "../../nano/scenarios/graphs.ts";
import { fromPicture, loadMask, masked } from "../../nano/scenarios/pictures.ts";
import type { Graph } from "../../nano/scenarios/types.ts";
import { type Case, test } from "../case.ts";
import { newSeed, type Site } from "../site.ts";

const newFolder = () => `kgen-conformance-${crypto.randomUUID()}`;

/** Uploads 24 x 16 pixels whose colours differ everywhere, or those of a mask of one level, and gives the name. */
async function upload(site: Site, folder: string, level?: number): Promise<string> {
  const data = Uint8Array.from({ length: 24 * 16 * 3 }, (_, i) => level ?? (i * 37) % 256);
  const bytes = await sharp(data, { raw: { width: 24, height: 16, channels: 3 } }).png().toBuffer();
  const name = level === undefined ? "picture.png" : "level.png";
  const ref = await site.host.upload(bytes, { name, subfolder: folder, overwrite: true });
  return `${ref.subfolder}/${ref.filename}`;
}

async function picture(site: Site, graph: Graph): Promise<Uint8Array> {
  const run = await site.run(graph);
  assert.is(run.entry.status.status_str, "success", JSON.stringify(run.entry.status.messages));
  return await site.pixels(run);
}

const steps = (denoise: number) => turbo({ "3": { seed: newSeed(), steps: 3, denoise } });
const farthest = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);

/** The graph begins from what another sampler made: a latent for any host, whatever its VAE makes of a picture. */
function fromSampler(graph: Graph, seed: number): Graph {
  const first = structuredClone(graph["3"]);
  Object.assign(first.inputs, { seed, denoise: 1 });
  withNode(graph, "52", first);
  graph["3"].inputs.latent_image = ["52", 0];
  return graph;
}

export const pictures: Case[] = [
  test("a mask of zeros leaves the latent, one of ones nothing of it", async (site) => {
    const [folder, seed] = [newFolder(), newSeed()];
    const under = async (level: number, graph: Graph) => {
      withNode(graph, "53", loadMask(await upload(site, folder, level)));
      return await picture(site, masked(graph, ["53", 0]));
    };
    const kept = await picture(site, fromSampler(steps(0), seed));
    const none = await under(0, fromSampler(steps(0.7), seed));
    assert.ok(farthest(none, kept) <= 1, `differs by ${farthest(none, kept)} of 255`);
    const graph = fromSampler(steps(0.7), seed);
    const plain = await picture(site, structuredClone(graph));
    const all = await under(255, graph);
    assert.ok(farthest(all, plain) <= 1, `differs by ${farthest(all, plain)} of 255`);
    assert.ok(farthest(kept, plain) > 1);
  }),

  test("denoise 1 sees nothing of the latent", async (site) => {
    const graph = steps(1);
    const empty = await picture(site, structuredClone(graph));
    const got = await picture(site, fromSampler(graph, newSeed()));
    assert.ok(farthest(got, empty) <= 1, `differs by ${farthest(got, empty)} of 255`);
  }),

  test("from a picture; another under the same name is loaded and sampled anew", async (site) => {
    const folder = newFolder();
    const graph = fromPicture(steps(0.5), await upload(site, folder));
    await picture(site, structuredClone(graph));
    const data = new Uint8Array(24 * 16 * 3).fill(9);
    const bytes = await sharp(data, { raw: { width: 24, height: 16, channels: 3 } }).png()
      .toBuffer();
    await site.host.upload(bytes, { name: "picture.png", subfolder: folder, overwrite: true });
    const { messages } = await site.run(structuredClone(graph));
    const ran = messages.filter(({ type }) => type === "executing").map(({ data }) => data.node);
    assert.equal(["50", "51", "52", "3"].filter((id) => ran.includes(id)), ["50", "51", "52", "3"]);
  }),

  test("a picture that is not there is refused, with its node", async (site) => {
    const graph = site.fill(fromPicture(steps(0.5), "kgen-nowhere.png"));
    const ids = { promptId: crypto.randomUUID(), clientId: crypto.randomUUID() };
    try {
      await site.host.submit(graph, ids);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, InvalidWorkflowError);
      assert.match((error as Error).message, "kgen-nowhere.png");
      assert.match((error as Error).message, "50");
    }
  }),
];
