/** The models of the family and LoRAs on the running host: which pictures they make, and what is said of wrong files. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startHost } from "@kgen/nano";
import { family } from "../../lib/nano/model/family.ts";
import { Client } from "./client.ts";
import { modelsFolder, safetensors, trialLora } from "./models_folder.ts";
import { pixels, savedPicture } from "./pictures.ts";
import { base, turbo, withNode } from "./scenarios/graphs.ts";
import { withLora } from "./scenarios/reference.ts";
import type { Graph } from "./scenarios/types.ts";

const turboLora = family.nano_turbo.lora!;
const foreign = safetensors({
  "diffusion_model.layers.0.attention.qkv.lora_A.weight": { shape: [1, 2], values: [1, 2] },
});
const models = modelsFolder({
  "trial-lora.safetensors": trialLora(),
  "other-lora.safetensors": trialLora(50n),
  "foreign-lora.safetensors": foreign,
});
const host = await startHost({ threads: 1, models: models.folder });
const client = await Client.open(host.url);

test.after(async () => {
  await client.close();
  await host.stop();
  models.remove();
});

const run = async (graph: Graph) => (await client.run(graph)).entry;
const picture = async (graph: Graph) => {
  const entry = await run(graph);
  assert.is(entry.status.status_str, "success", JSON.stringify(entry.status.messages.at(-1)));
  return await pixels(await savedPicture(host.url, entry));
};
const failure = async (graph: Graph) =>
  (await run(graph)).status.messages.at(-1)[1].exception_message as string;
/** Two steps of a model, with a seed that no other test has. */
let seed = 100;
const of = (unet_name: string, own = seed) =>
  turbo({ "28": { unet_name }, "3": { steps: 2, seed: own } });
const mean = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((sum, v, i) => sum + Math.abs(v - b[i]), 0) / a.length;
const notes = async () =>
  (await (await fetch(`${host.url}/system_stats`)).json()).system.kgen_notes as string[];

test.before.each(() => void seed++);

test("without its LoRA Turbo is Base, and the host says so", async () => {
  assert.equal(await picture(of("nano_turbo")), await picture(of("nano_base")));
  const [note, ...more] = await notes();
  assert.match(note, `nano_turbo is not distilled: ${turboLora} is not in`);
  assert.is(more.length, 0);
});

test("once its LoRA is there Turbo is Base with it, without a new start", async () => {
  const before = await picture(of("nano_turbo"));
  writeFileSync(join(models.folder, turboLora), trialLora());
  try {
    const now = await picture(of("nano_turbo"));
    assert.ok(mean(before, now) > 0.3, `${mean(before, now)} levels`);
    assert.equal(await picture(withLora(of("nano_base"), turboLora)), now);
    assert.equal(await notes(), []);
  } finally {
    rmSync(join(models.folder, turboLora));
  }
});

test("a LoRA changes the picture by its strength; at 0 it is plain", async () => {
  const plain = await picture(of("nano_base"));
  const at = (strength: number) =>
    picture(withLora(of("nano_base"), "trial-lora.safetensors", strength));
  assert.equal(await at(0), plain);
  const [half, full, back] = [await at(0.5), await at(1), await at(-1)];
  assert.ok(mean(plain, half) > 0.3);
  assert.ok(mean(plain, full) > mean(plain, half));
  assert.not.equal(back, full);
});

test("two LoRAs, and in which order they stand does not matter", async () => {
  const two = (first: string, second: string) => {
    const graph = withLora(of("nano_base"), first);
    withNode(graph, "61", {
      class_type: "LoraLoaderModelOnly",
      inputs: { model: ["60", 0], lora_name: second, strength_model: 1 },
    });
    graph["11"].inputs.model = ["61", 0];
    return graph;
  };
  const both = await picture(two("trial-lora.safetensors", "other-lora.safetensors"));
  const one = await picture(withLora(of("nano_base"), "trial-lora.safetensors"));
  assert.ok(mean(both, one) > 0.3);
  const turned = await picture(two("other-lora.safetensors", "trial-lora.safetensors"));
  assert.ok(mean(both, turned) < 0.05);
});

test("the 8-bit model is another computation of Base: close, and not the same", async () => {
  const [exact, rough] = [await picture(of("nano_base")), await picture(of("nano_base_int8"))];
  assert.not.equal(exact, rough);
  assert.ok(mean(exact, rough) < 12, `${mean(exact, rough)} levels`);
});

test("with guidance and batches of 1 to 4, each picture is that of its place in the noise", async () => {
  for (const unet_name of ["nano_base", "nano_base_int8"]) {
    for (const batch_size of [1, 3, 4]) {
      const graph = base({ "28": { unet_name }, "13": { batch_size }, "3": { steps: 2, seed } });
      const { outputs } = await run(graph);
      assert.is(outputs["9"].images.length, batch_size);
    }
  }
});

test("a LoRA of another network: an error that names key and shapes", async () => {
  const entry = await run(withLora(of("nano_base"), "foreign-lora.safetensors"));
  const { node_type, exception_message: message } = entry.status.messages.at(-1)[1];
  assert.is(node_type, "LoraLoaderModelOnly");
  assert.match(message, "foreign-lora.safetensors does not fit the nano network");
  assert.match(message, "diffusion_model.layers.0.attention.qkv.lora_A.weight [1,2]");
});

test("a LoRA file that is cut short", async () => {
  writeFileSync(join(models.folder, "cut-lora.safetensors"), trialLora().slice(0, 9000));
  const message = await failure(withLora(of("nano_base"), "cut-lora.safetensors"));
  assert.match(message, /cut-lora\.safetensors is cut short.*choose another LoRA/);
});

test("the loaders' lists are what is there", async () => {
  const list = async (name: string) => await (await fetch(`${host.url}/models/${name}`)).json();
  assert.equal(await list("diffusion_models"), Object.keys(family));
  assert.ok((await list("loras")).includes("other-lora.safetensors"));
  writeFileSync(join(models.folder, "new-lora.safetensors"), trialLora());
  assert.ok((await list("loras")).includes("new-lora.safetensors"));
  const info = await (await fetch(`${host.url}/object_info/LoraLoaderModelOnly`)).json();
  const [names] = info.LoraLoaderModelOnly.input.required.lora_name;
  assert.ok(names.includes("new-lora.safetensors"));
  assert.not.ok(names.includes("nano-v1.safetensors"));
});

test("weights that are cut short while the host runs: the file and what to do", async () => {
  const file = join(models.folder, "nano-v1.safetensors");
  await fetch(`${host.url}/free`, { method: "POST", body: '{"unload_models":true}' });
  const link = Deno.readLinkSync(file);
  rmSync(file);
  writeFileSync(file, (await Deno.readFile(link)).slice(0, 1_000_000));
  try {
    const message = await failure(of("nano_base"));
    assert.match(message, /nano-v1\.safetensors is cut short.*git checkout data\/nano/);
  } finally {
    rmSync(file);
    Deno.symlinkSync(link, file);
  }
  await picture(of("nano_base"));
});

test("a host without its weights does not start, and says which file is missing", async () => {
  const empty = modelsFolder();
  rmSync(join(empty.folder, "nano-v1.safetensors"));
  try {
    await startHost({ models: empty.folder }).then((h) => h.stop());
    assert.unreachable();
  } catch (error) {
    assert.match((error as Error).message, /nano-v1\.safetensors is missing: restore it with/);
  } finally {
    empty.remove();
  }
});

test.run();
