/** Files that go to a host and come from it. */
import { Buffer } from "node:buffer";
import sharp from "sharp";
import * as assert from "uvu/assert";
import { formOf } from "../../nano/form.ts";
import { inspectPicture } from "../../nano/picture.ts";
import { pixels, savedPicture } from "../../nano/pictures.ts";
import { short, turbo, withNode } from "../../nano/scenarios/graphs.ts";
import { type Case, test } from "../case.ts";
import { metadata, newSeed, type Site, Skip } from "../site.ts";

/** A picture of one colour as base64. */
async function onePicture(red: number): Promise<string> {
  const create = { width: 8, height: 8, channels: 3 as const, background: { r: red, g: 0, b: 0 } };
  return (await sharp({ create }).png().toBuffer()).toString("base64");
}

async function upload(
  site: Site,
  picture: string,
  fields: Record<string, string>,
  filename = "one.png",
) {
  const answer = await site.get("/upload/image", {
    method: "POST",
    body: formOf({ picture, filename, fields }),
  });
  if (answer.status === 200) return { status: 200, ...await answer.json() };
  await answer.body?.cancel();
  return { status: answer.status };
}

async function view(site: Site, query: Record<string, string>) {
  const answer = await site.get(`/view?${new URLSearchParams(query)}`);
  return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

/** A name that no test before has used: a host keeps uploads. */
const newFolder = () => `kgen-conformance-${crypto.randomUUID()}`;

export const files: Case[] = [
  test("upload, and view gives the same bytes", async (site) => {
    const [picture, subfolder] = [await onePicture(200), newFolder()];
    const ref = await upload(site, picture, { subfolder });
    assert.equal(ref, { status: 200, name: "one.png", subfolder, type: "input" });
    const got = await view(site, { filename: ref.name, subfolder, type: "input" });
    assert.equal(Buffer.from(got.bytes).toString("base64"), picture);
  }),

  test("the public client uploads and views", async (site) => {
    const bytes = Buffer.from(await onePicture(77), "base64");
    const subfolder = newFolder();
    const ref = await site.host.upload(bytes, { name: "樱花 1.png", subfolder });
    assert.equal(ref, { filename: "樱花 1.png", subfolder, type: "input" });
    assert.ok(Buffer.from((await site.host.view(ref)).bytes).equals(bytes));
    const other = Buffer.from(await onePicture(78), "base64");
    const moved = await site.host.upload(other, { name: "樱花 1.png", subfolder });
    assert.is(moved.filename, "樱花 1 (1).png");
  }),

  test("upload: another picture under a used name gets a new one, or overwrites", async (site) => {
    const subfolder = newFolder();
    const [one, other] = [await onePicture(10), await onePicture(20)];
    await upload(site, one, { subfolder });
    assert.is((await upload(site, one, { subfolder })).name, "one.png");
    assert.is((await upload(site, other, { subfolder })).name, "one (1).png");
    assert.is((await upload(site, other, { subfolder, overwrite: "true" })).name, "one.png");
    const got = await view(site, { filename: "one.png", subfolder, type: "input" });
    assert.equal(Buffer.from(got.bytes).toString("base64"), other);
  }),

  test("upload: what leads out of the folder or is no form is refused", async (site) => {
    const picture = await onePicture(30);
    assert.is((await upload(site, picture, { subfolder: "../kgen" })).status, 400);
    assert.is((await upload(site, picture, { subfolder: "/etc" })).status, 400);
    assert.is((await upload(site, picture, {}, "../../kgen.png")).status, 400);
    const answer = await site.get("/upload/image", { method: "POST", body: new FormData() });
    await answer.body?.cancel();
    assert.is(answer.status, 400);
  }, "the embedded host refuses every name with a folder in it"),

  test("upload: more than the host's limit is refused with 413", async (site) => {
    const limit: number = (await site.json("/features")).max_upload_size;
    if (limit > 256 * 1024 * 1024) {
      throw new Skip(`its limit of ${limit} bytes is too much to send`);
    }
    const form = new FormData();
    form.append("image", new Blob([new Uint8Array(limit + 1024)]), "large.png");
    const answer = await site.get("/upload/image", { method: "POST", body: form });
    await answer.body?.cancel();
    assert.is(answer.status, 413);
    assert.type((await site.host.systemStats()).system, "object");
  }),

  test("a saved picture: PNG of the asked size, with the graph in it", async (site) => {
    const run = await site.run(short(newSeed()));
    const bytes = await savedPicture(site.url, run.entry as any);
    const { size } = site.profile;
    assert.equal(inspectPicture(bytes), {
      format: "png",
      width: size,
      height: size,
      text: ["prompt"],
    });
    const { bytes: same, mime } = await site.host.view(run.entry.outputs["9"].images[0]);
    assert.is(mime, "image/png");
    assert.equal(Buffer.from(same), Buffer.from(bytes));
  }, "the size"),

  test("a prefix with a folder saves there", async (site) => {
    const run = await site.run(
      turbo({ "3": { seed: newSeed(), steps: 2 }, "9": { filename_prefix: "kgen/conformance" } }),
    );
    const [file] = run.entry.outputs["9"].images;
    assert.equal([file.subfolder, file.type], ["kgen", "output"]);
    assert.is((await view(site, file)).status, 200);
  }),

  test("a prefix that leads out of the folder: the node fails", async (site) => {
    const run = await site.run(
      turbo({ "3": { seed: newSeed(), steps: 2 }, "9": { filename_prefix: "../../outside/x" } }),
    );
    const told = run.messages.find(({ type }) => type === "execution_error")!.data;
    assert.equal([told.node_id, told.node_type], ["9", "SaveImage"]);
  }),

  test("view: refused and not found", async (site) => {
    const status = async (query: Record<string, string>) => (await view(site, query)).status;
    assert.is(await status({ filename: "no-such-file.png", type: "output" }), 404);
    assert.is(await status({ filename: "" }), 400);
    assert.is(await status({ filename: "../../main.py", type: "output" }), 400);
    assert.is(await status({ filename: "/etc/passwd", type: "output" }), 400);
    assert.is(await status({ filename: "x.png", type: "nowhere" }), 400);
    assert.is(await status({ filename: "x.png", type: "output", subfolder: "../input" }), 403);
    assert.is(await status({ filename: "x.png", type: "output", subfolder: "/etc" }), 403);
  }),

  test("SaveImageWebsocket: the picture comes over the socket, with the saved bits", async (site) => {
    if (!("SaveImageWebsocket" in await site.host.objectInfo("SaveImageWebsocket"))) {
      throw new Skip(
        "it has no SaveImageWebsocket (ComfyUI's custom_nodes/websocket_image_save.py)",
      );
    }
    const graph = withNode(short(newSeed()), "10", {
      class_type: "SaveImageWebsocket",
      inputs: { images: ["8", 0] },
    });
    const client = await site.client(metadata);
    const run = await client.run(graph, { preview_method: "none" });
    const frames = run.messages.filter(({ type }) => type.startsWith("binary"));
    assert.is(frames.length, 1);
    assert.is(inspectPicture(frames[0].bytes!).format, "png");
    assert.equal(await pixels(frames[0].bytes!, site.profile.size), await site.pixels(run));
  }),
];
