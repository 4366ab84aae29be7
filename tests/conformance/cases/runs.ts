/** What a run sends, and in which order. */
import * as assert from "uvu/assert";
import type { Heard } from "../../nano/client.ts";
import { inspectPicture } from "../../nano/picture.ts";
import { base, turbo } from "../../nano/scenarios/graphs.ts";
import { type Case, test } from "../case.ts";
import { metadata, newSeed, type Ran, type Site } from "../site.ts";

/** A new graph with a few steps. */
const few = (steps = 3) => turbo({ "3": { seed: newSeed(), steps } });
const types = ({ messages }: Ran) => messages.map(({ type }) => type);

/** What progress_state says of the sampler, each value once. */
function samplerValues(messages: Heard[]): string[] {
  const values = messages.filter(({ type }) => type === "progress_state")
    .map(({ data }) => data.nodes["3"]).filter(Boolean)
    .map(({ state, value, max }) => `${state} ${value}/${max}`);
  return values.filter((value, i) => value !== values[i - 1]);
}

/** A preview must be the kind of picture that its frame says. Returns that kind. */
function checkPreview({ type, data, bytes }: Heard): string {
  const said = type === "binary 4" ? data.image_type : ["", "image/jpeg", "image/png"][data.format];
  const { format, width, height } = inspectPicture(bytes!);
  assert.is(`image/${format}`, said);
  assert.ok(width > 0 && width <= 512 && height > 0 && height <= 512, `${width}x${height}`);
  return said;
}

async function savedCount(site: Site, run: Ran): Promise<number> {
  const images = run.entry.outputs["9"].images;
  for (let i = 0; i < images.length; i++) await site.pixels(run, i);
  return images.length;
}

const previewNote = "the embedded host's previews are PNG of its size; ComfyUI's JPEG, at most 512";

export const runs: Case[] = [
  test("a run: its messages in order, and the history", async (site) => {
    const run = await site.run(few(), { preview_method: "none" });
    const all = types(run);
    const places = ["execution_start", "execution_cached", "executed", "execution_success"]
      .map((type) => all.indexOf(type));
    assert.ok(places.every((place) => place >= 0), all.join());
    assert.equal(places, [...places].sort((a, b) => a - b));
    assert.equal(run.messages.at(-1)!.data, { node: null, prompt_id: run.id });
    assert.ok(run.messages.every(({ data }) => !data.prompt_id || data.prompt_id === run.id));
    assert.is(run.entry.status.status_str, "success");
    assert.is(run.entry.status.completed, true);
    assert.is(await savedCount(site, run), 1);
  }),

  test("nodes run after what they need, and the sampler's are named", async (site) => {
    const run = await site.run(few());
    const order = run.messages.filter(({ type, data }) => type === "executing" && data.node)
      .map(({ data }) => data.node);
    for (const [before, after] of [["27", "3"], ["11", "3"], ["3", "8"], ["8", "9"]]) {
      if (!order.includes(before)) continue; // from the cache
      assert.ok(order.indexOf(before) < order.indexOf(after), order.join());
    }
  }, "which of several ready nodes comes first is the same, but not relied on"),

  test("progress: every step once, in order, with previews on", async (site) => {
    const run = await site.run(few(4));
    assert.equal(samplerValues(run.messages), [
      "running 0/1",
      "running 1/4",
      "running 2/4",
      "running 3/4",
      "running 4/4",
      "finished 4/4",
    ]);
    const steps = run.messages.filter(({ type }) => type === "progress");
    assert.equal(steps.map(({ data }) => [data.value, data.max]), [[1, 4], [2, 4], [3, 4], [4, 4]]);
  }),

  test(
    "previews with metadata: one a step, after progress_state and before progress",
    async (site) => {
      const run = await site.run(few(3));
      const steps = run.messages.filter(({ type, data }) =>
        type.startsWith("binary") || type === "progress" ||
        (type === "progress_state" && data.nodes["3"]?.state === "running" &&
          data.nodes["3"].value > 0)
      );
      const one = ["progress_state", "binary 4", "progress"];
      assert.equal(steps.map(({ type }) => type), [...one, ...one, ...one]);
      for (const preview of steps.filter(({ type }) => type === "binary 4")) {
        checkPreview(preview);
        assert.is(preview.data.node_id, "3");
        assert.is(preview.data.prompt_id, run.id);
      }
    },
    previewNote,
  ),

  test("previews without metadata: one a step, after progress", async (site) => {
    const run = await (await site.client()).run(few(3));
    const steps = run.messages.filter(({ type }) =>
      type.startsWith("binary") || type === "progress"
    );
    assert.equal(
      steps.map(({ type }) => type),
      ["progress", "binary 1", "progress", "binary 1", "progress", "binary 1"],
    );
    steps.filter(({ type }) => type === "binary 1").forEach(checkPreview);
  }, previewNote),

  test("no previews unless asked for", async (site) => {
    const run = await site.run(few(), { preview_method: "none" });
    assert.not(types(run).some((type) => type.startsWith("binary")));
    const values = samplerValues(run.messages);
    assert.is(values.at(-1), "finished 3/3");
  }, "how many steps in between are told depends on the clock"),

  test("the same graph again comes from the cache, with the same files", async (site) => {
    const graph = few(2);
    const first = await site.run(graph);
    const second = await site.run(graph);
    const cached = second.messages.find(({ type }) => type === "execution_cached")!;
    assert.equal([...cached.data.nodes].sort(), Object.keys(graph).sort());
    assert.not(second.messages.some(({ type, data }) => type === "executing" && data.node));
    assert.equal(second.entry.outputs, first.entry.outputs);
  }),

  test("a new seed: only the sampler and what follows it runs", async (site) => {
    const first = few(2);
    await site.run(first);
    const second = await site.run(few(2));
    const order = second.messages.filter(({ type, data }) => type === "executing" && data.node)
      .map(({ data }) => data.node);
    assert.equal(order, ["3", "8", "9"]);
  }),

  test("a batch of two: two files, one preview a step", async (site) => {
    const run = await site.run(
      turbo({ "13": { batch_size: 2 }, "3": { seed: newSeed(), steps: 2 } }),
    );
    assert.is(await savedCount(site, run), 2);
    assert.is(types(run).filter((type) => type === "binary 4").length, 2);
    const [a, b] = [await site.pixels(run, 0), await site.pixels(run, 1)];
    assert.not.equal(a, b);
  }),

  test("guidance: cfg 3 differs from cfg 1, and has as many steps", async (site) => {
    const seed = newSeed();
    const one = await site.run(base({ "3": { seed, steps: 3, cfg: 1 } }));
    const three = await site.run(base({ "3": { seed, steps: 3, cfg: 3 } }));
    assert.equal(samplerValues(one.messages), samplerValues(three.messages));
    assert.not.equal(await site.pixels(one), await site.pixels(three));
  }),

  test("an error in a node: named, in the history, and the next prompt runs", async (site) => {
    // A literal where a link belongs passes the check of the prompt and fails in the node.
    const run = await site.run(turbo({ "3": { model: 5, seed: newSeed() } }));
    const told = run.messages.find(({ type }) => type === "execution_error")!.data;
    assert.equal([told.node_id, told.node_type], ["3", "KSampler"]);
    assert.ok(told.exception_message && told.exception_type);
    assert.ok(Array.isArray(told.traceback));
    assert.not(types(run).includes("execution_success"));
    assert.is(run.entry.status.status_str, "error");
    assert.is(run.entry.status.completed, false);
    assert.equal(run.entry.status.messages.at(-1)[0], "execution_error");
    const next = await site.run(few(2));
    assert.is(next.entry.status.status_str, "success");
  }, "the text and the type of the exception, and its traceback"),

  test("two clients: each hears of its own prompt only, and both of the queue", async (site) => {
    const [a, b] = [await site.client(metadata), await site.client(metadata)];
    const run = await a.run(few(2));
    const heard = b.heard.filter(({ data }) => data.prompt_id === run.id);
    assert.equal(heard, []);
    await b.until(({ type, data }) => type === "status" && !data.sid);
  }),

  test("the public client hears what the socket says", async (site) => {
    const clientId = crypto.randomUUID();
    const promptId = crypto.randomUUID();
    const stream = await site.host.listen(clientId);
    const heard: string[] = [];
    let previews = 0;
    const listening = (async () => {
      for await (const event of stream) {
        if (event.kind === "preview" && event.meta?.prompt_id === promptId) previews++;
        if (event.kind !== "message" || event.data.prompt_id !== promptId) continue;
        heard.push(event.type);
        if (event.type === "executing" && event.data.node === null) break;
      }
    })();
    const answer = await site.host.submit(site.fill(few(3)), {
      promptId,
      clientId,
      extraData: { preview_method: "latent2rgb" },
    });
    assert.is(answer.promptId, promptId);
    await listening;
    stream.close();
    assert.is(previews, 3);
    assert.is(heard[0], "execution_start");
    assert.ok(heard.includes("execution_success"));
    assert.is((await site.host.history(promptId))[promptId].status.status_str, "success");
  }),
];
