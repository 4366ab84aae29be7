/** The running host: previews, pictures, interrupts, refusals. The order of messages is held in transcripts.test.ts. */
import { request } from "node:http";
import { networkInterfaces } from "node:os";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startHost } from "@kgen/nano";
import { Client } from "./client.ts";
import { type Entry, pixels, savedPicture } from "./pictures.ts";
import { embeddedProfile } from "./profiles.ts";
import { base, fill, turbo } from "./scenarios/graphs.ts";

const host = await startHost({ threads: 1 });
const modern = await Client.open(host.url, { supports_preview_metadata: true });
const plain = await Client.open(host.url);

test.after(async () => {
  await modern.close();
  await plain.close();
  await host.stop();
});

const saved = (entry: Entry, index = 0) => savedPicture(host.url, entry, index);

const short = (change = {}) => turbo({ "3": { steps: 2, ...change } });

test("a preview for each step, PNG at 96x96, the last one the saved picture", async () => {
  const { id, messages, entry } = await modern.run(turbo());
  const previews = messages.filter(({ type }) => type === "binary 4");
  assert.is(previews.length, 8);
  assert.equal(previews[0].data, {
    node_id: "3",
    prompt_id: id,
    display_node_id: "3",
    parent_node_id: null,
    real_node_id: "3",
    image_type: "image/png",
  });
  for (const { bytes } of previews) await pixels(bytes!);
  assert.equal(await pixels(previews[7].bytes!), await pixels(await saved(entry)));
  assert.not.equal(await pixels(previews[0].bytes!), await pixels(previews[7].bytes!));
});

test("a client without flags gets plain previews after progress", async () => {
  const { messages } = await plain.run(short({ seed: 100 }));
  const kinds = messages.map(({ type }) => type).filter((t) => /^(progress|binary)/.test(t));
  const at = kinds.indexOf("progress");
  assert.equal(kinds.slice(at - 1, at + 2), ["progress_state", "progress", "binary 1"]);
  const preview = messages.find(({ type }) => type === "binary 1")!;
  assert.is(preview.data.format, 2);
  await pixels(preview.bytes!);
});

test("no previews unless asked for", async () => {
  for (const preview_method of ["none", "default", undefined]) {
    const { messages } = await modern.run(short({ seed: Math.random() }), { preview_method });
    assert.is(messages.filter(({ type }) => type.startsWith("binary")).length, 0);
  }
});

test("the same seed gives the same picture, another seed another, also after a cold start", async () => {
  const first = await saved((await modern.run(short({ seed: 1 }))).entry);
  const second = await saved((await modern.run(short({ seed: 2 }))).entry);
  await fetch(`${host.url}/free`, { method: "POST", body: '{"free_memory":true}' });
  const { entry, messages } = await modern.run(short({ seed: 1 }));
  assert.equal(messages.find(({ type }) => type === "execution_cached")?.data.nodes, []);
  assert.equal(await pixels(await saved(entry)), await pixels(first));
  assert.not.equal(await pixels(second), await pixels(first));
});

test("the first picture of a batch is that of the seed alone", async () => {
  const alone = await saved((await modern.run(short({ seed: 5 }))).entry);
  const { entry } = await modern.run(
    turbo({ "3": { steps: 2, seed: 5 }, "13": { batch_size: 4 } }),
  );
  assert.is(entry.outputs["9"].images.length, 4);
  const [a, b] = [await pixels(await saved(entry, 0)), await pixels(alone)];
  // Other sums in a batch: the last bit of a value may differ.
  assert.ok(a.every((v, i) => Math.abs(v - b[i]) <= 1));
  assert.not.equal(await pixels(await saved(entry, 1)), await pixels(await saved(entry, 0)));
});

test("an empty prompt is the same as ConditioningZeroOut; guidance changes the picture", async () => {
  const zero = turbo({ "3": { steps: 2, cfg: 3 } });
  const empty = base({ "3": { steps: 2, cfg: 3 } });
  const [a, b] = [await modern.run(zero), await modern.run(empty)];
  assert.equal(await pixels(await saved(a.entry)), await pixels(await saved(b.entry)));
  const { entry } = await modern.run(short());
  assert.not.equal(await pixels(await saved(entry)), await pixels(await saved(a.entry)));
});

test("the saved picture holds its graph, also with Chinese in it", async () => {
  const { entry } = await modern.run(
    turbo({ "27": { text: "樱花 é" }, "3": { steps: 2 } }),
    { extra_pnginfo: { workflow: { a: 1 } } },
  );
  const bytes = await saved(entry);
  const text = new TextDecoder("latin1").decode(bytes);
  const at = text.indexOf("tEXtprompt\0");
  const length = new DataView(bytes.buffer).getUint32(at - 4);
  const prompt = JSON.parse(text.slice(at + 4 + "prompt\0".length, at + 4 + length));
  assert.is(prompt["27"].inputs.text, "樱花 é");
  assert.match(text, 'workflow\0{"a":1}');
});

test("seeds beyond 2^53 come back as they were sent", async () => {
  const seed = "18446744073709551557";
  const body = JSON.stringify({ client_id: modern.id, prompt: fill(short(), embeddedProfile) })
    .replace('"seed":7', `"seed":${seed}`);
  const { prompt_id } = await (await fetch(`${host.url}/prompt`, { method: "POST", body })).json();
  await modern.until(({ type, data }) =>
    type === "execution_success" && data.prompt_id === prompt_id
  );
  await modern.until(({ data }) => data.node === null && data.prompt_id === prompt_id);
  const history = await (await fetch(`${host.url}/history/${prompt_id}`)).text();
  assert.match(history, `"seed":${seed}`);
});

test("an interrupt stops a long run within a second, and the next prompt runs", async () => {
  const id = await modern.submit(turbo({ "3": { steps: 5000, seed: 50 } }));
  await modern.until(({ type, data }) => type === "progress" && data.prompt_id === id);
  const start = performance.now();
  await fetch(`${host.url}/interrupt`, { method: "POST", body: JSON.stringify({ prompt_id: id }) });
  await modern.until(({ data }) => data.node === null && data.prompt_id === id);
  assert.ok(performance.now() - start < 1000);
  const { status } = (await (await fetch(`${host.url}/history/${id}`)).json())[id];
  assert.equal([status.status_str, status.completed], ["error", false]);
  assert.is(status.messages.at(-1)[0], "execution_interrupted");
  assert.is((await modern.run(short({ seed: 51 }))).entry.status.status_str, "success");
});

test("the host answers while the model works", async () => {
  const id = await modern.submit(turbo({ "3": { steps: 60, seed: 60 } }));
  await modern.until(({ type, data }) => type === "progress" && data.prompt_id === id);
  const start = performance.now();
  for (let i = 0; i < 10; i++) await (await fetch(`${host.url}/prompt`)).text();
  // An evaluation takes 20 ms and more: a server in its thread would take ten of them.
  assert.ok(performance.now() - start < 150, `${performance.now() - start} ms`);
  await fetch(`${host.url}/interrupt`, { method: "POST" });
  await modern.until(({ data }) => data.node === null && data.prompt_id === id);
});

test("it says what it is: a CPU, embedded", async () => {
  const { system, devices } = await (await fetch(`${host.url}/system_stats`)).json();
  assert.is(system.comfyui_version, "0.33.0");
  assert.match(system.kgen_embedded, /^\d+\.\d+\.\d+$/);
  assert.equal([devices.length, devices[0].type], [1, "cpu"]);
  assert.ok(devices[0].vram_total === system.ram_total && system.ram_total > 1e8);
});

/** A request with any Host and Origin: fetch does not let one choose them. */
function status(headers: Record<string, string>, path = "/prompt"): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const sent = request(host.url + path, { headers }, (answer) => {
      answer.resume();
      done(answer.statusCode);
    });
    sent.on("error", fail).end();
  });
}

test("pages from elsewhere are refused, and foreign names for this machine", async () => {
  const own = new URL(host.url).host;
  assert.is(await status({}), 200);
  assert.is(await status({ origin: `http://${own}` }), 200);
  const foreign: Record<string, string>[] = [
    { origin: "http://example.com" },
    { origin: "null" },
    { origin: "http://localhost:1" },
    { host: "example.com" },
    { host: "127.0.0.1.example.com" },
    { "sec-fetch-site": "cross-site" },
  ];
  for (const headers of foreign) assert.is(await status(headers), 403, JSON.stringify(headers));
  assert.is(await status({ host: `localhost:${new URL(host.url).port}` }), 200);
});

test("it listens on loopback only", async () => {
  const outside = Object.values(networkInterfaces()).flat()
    .find((n) => n && !n.internal && n.family === "IPv4");
  if (!outside) return;
  const refused = await fetch(`http://${outside.address}:${new URL(host.url).port}/prompt`)
    .then(() => false, () => true);
  assert.ok(refused);
});

test("/view does not leave its folders", async () => {
  for (const path of ["filename=../x", "filename=x&subfolder=../..", "filename=/etc/passwd"]) {
    const answer = await fetch(`${host.url}/view?${path}`);
    await answer.text();
    assert.ok([400, 403].includes(answer.status), path);
  }
});

test.run();
