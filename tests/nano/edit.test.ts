/** Reference pictures, fills and ControlNet on the running host: the pictures. Messages are held in transcripts.test.ts. */
import sharp from "sharp";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startHost } from "@kgen/nano";
import { Client } from "./client.ts";
import { formOf } from "./form.ts";
import { pixels, savedPicture } from "./pictures.ts";
import { base, turbo, withNode } from "./scenarios/graphs.ts";
import { fromPicture, masked } from "./scenarios/pictures.ts";
import { editing, sizeOf } from "./scenarios/reference.ts";
import type { Graph } from "./scenarios/types.ts";

const host = await startHost({ threads: 1 });
const client = await Client.open(host.url);

test.after(async () => {
  await client.close();
  await host.stop();
});

const run = async (graph: Graph) => (await client.run(graph)).entry;
const picture = async (graph: Graph, index = 0) => {
  const entry = await run(graph);
  assert.is(entry.status.status_str, "success", JSON.stringify(entry.status.messages.at(-1)));
  return await pixels(await savedPicture(host.url, entry, index));
};
const failure = async (graph: Graph) =>
  (await run(graph)).status.messages.at(-1)[1].exception_message as string;

/** A ball on a ground of its own colour, 96 x 96; the right half is transparent and may have another ground. */
async function upload(filename: string, left: number, right = left): Promise<void> {
  const rgba = Uint8Array.from({ length: 96 * 96 * 4 }, (_, i) => {
    const [x, y] = [(i >> 2) % 96, Math.floor((i >> 2) / 96)];
    const ground = x < 48 ? left : right;
    const inside = (x - 48) ** 2 + (y - 48) ** 2 < 900;
    return [inside ? 200 : ground, inside ? 60 : ground, 90, x < 48 ? 255 : 0][i % 4];
  });
  const raw = { width: 96, height: 96, channels: 4 as const };
  const png = await sharp(rgba, { raw }).png().toBuffer();
  const form = { picture: png.toString("base64"), filename, fields: { overwrite: "true" } };
  await fetch(`${host.url}/upload/image`, { method: "POST", body: formOf(form) });
}
await upload("ball.png", 240);
await upload("dark.png", 20);
await upload("mixed.png", 240, 20);

const differ = (a: Uint8Array, b: Uint8Array) => a.some((v, i) => v !== b[i]);
const sampler = { steps: 2, cfg: 3 };
const graph = (change = {}) =>
  base({ "28": { unet_name: "nano_edit" }, "3": { ...sampler, ...change } });
const edit = (image = "ball.png", both = true) => editing(graph(), image, both);

test("the reference picture counts, and the words with it", async () => {
  const plain = await picture(graph());
  const [ball, dark] = [await picture(edit()), await picture(edit("dark.png"))];
  assert.ok(differ(plain, ball) && differ(ball, dark));
  const words = edit();
  words["27"].inputs.prompt = "blue";
  assert.ok(differ(ball, await picture(words)));
});

test("the unconditional side keeps the reference, whether it carries it, is empty, or zeroed out", async () => {
  const both = await picture(edit());
  assert.equal(await picture(edit("ball.png", false)), both);
  const zeroed = withNode(edit(), "33", {
    class_type: "ConditioningZeroOut",
    inputs: { conditioning: ["27", 0] },
  });
  assert.equal(await picture(zeroed), both);
  // And zeroing out takes the words, not the picture.
  zeroed["3"].inputs.positive = ["33", 0];
  const wordless = edit();
  wordless["27"].inputs.prompt = "";
  assert.equal(await picture(zeroed), await picture(wordless));
});

test("nano_base with a reference picture is nano_edit", async () => {
  const other = edit();
  other["28"].inputs.unet_name = "nano_base";
  assert.equal(await picture(other), await picture(edit()));
});

test("ReferenceLatent brings the same picture", async () => {
  const latent = fromPicture(graph(), "ball.png");
  withNode(latent, "27", turbo({ "27": { text: "red" } })["27"]);
  withNode(latent, "70", {
    class_type: "ReferenceLatent",
    inputs: { conditioning: ["27", 0], latent: ["52", 0] },
  });
  latent["3"].inputs.positive = ["70", 0];
  assert.equal(await picture(latent), await picture(edit()));
});

test("a mask on the latent: what lies under it is hidden from the network, the rest stays", async () => {
  const fill = () => masked(fromPicture(edit(), "ball.png"), ["50", 1]);
  const filled = await picture(fill());
  const whole = edit();
  assert.ok(differ(filled, await picture(whole)));
  for (let i = 0; i < filled.length; i += 3) {
    const x = (i / 3) % 96;
    const ground = ((x - 48) ** 2 + (Math.floor(i / 288) - 48) ** 2) >= 900;
    if (x < 47 && ground) assert.is(filled[i], 240);
  }
  // The reference may differ where nothing shows of it, and only there.
  const beside = (made: Graph) => {
    withNode(made, "80", { class_type: "LoadImage", inputs: { image: "mixed.png" } });
    for (const id of ["27", "33"]) made[id].inputs.image1 = ["80", 0];
    return made;
  };
  assert.equal(await picture(beside(fill())), filled);
  assert.ok(differ(await picture(beside(edit())), await picture(whole)));
});

test("a batch with one reference, and with one for each", async () => {
  for (const batch_size of [2, 4]) {
    const many = edit();
    many["13"].inputs.batch_size = batch_size;
    assert.is((await run(many)).outputs["9"].images.length, batch_size);
  }
});

test("the size of a picture goes to the latent; one that the model cannot make is refused", async () => {
  const sized = sizeOf(graph(), "ball.png");
  await picture(sized);
  sized["51"].inputs.width = 64;
  assert.match(await failure(sized), "up to 4 pictures of 96x96, not 1 of 64x96");
});

/** A ControlNet that holds the picture as it is. */
function controlled(strength: number, change: Record<string, unknown> = {}): Graph {
  const made = editing(graph(), "ball.png");
  withNode(made, "27", turbo({ "27": { text: "red" } })["27"]);
  withNode(made, "33", base()["33"]);
  withNode(made, "57", { class_type: "ModelPatchLoader", inputs: { name: "<patch>" } });
  withNode(made, "58", {
    class_type: "ZImageFunControlnet",
    inputs: {
      model: ["28", 0],
      model_patch: ["57", 0],
      vae: ["29", 0],
      strength,
      image: ["51", 0],
      ...change,
    },
  });
  made["11"].inputs.model = ["58", 0];
  return made;
}

test("ControlNet at strength 1 is the drawing as reference, at 0 nothing, and between them between", async () => {
  assert.equal(await picture(controlled(1)), await picture(edit()));
  const plain = graph();
  plain["27"].inputs.text = "red";
  assert.equal(await picture(controlled(0)), await picture(plain));
  const half = await picture(controlled(0.5));
  assert.ok(differ(half, await picture(controlled(1))) && differ(half, await picture(plain)));
});

test("ControlNet with a picture to fill in", async () => {
  const fill = controlled(1, { inpaint_image: ["51", 0], mask: ["50", 1] });
  assert.match(await failure(fill), "one reference picture: give image or inpaint_image");
  delete fill["58"].inputs.image;
  assert.ok(differ(await picture(fill), await picture(controlled(1))));
});

test("two references, or one beside a ControlNet, are refused", async () => {
  const two = edit();
  two["27"].inputs.image2 = ["51", 0];
  assert.match(await failure(two), "takes one reference picture, and here are 2");
  const beside = controlled(1);
  withNode(beside, "27", edit()["27"]);
  assert.match(await failure(beside), "here are 2, one of them that of the ControlNet");
});

test("the 8-bit model takes no reference, and names the one that does", async () => {
  const rough = edit();
  rough["28"].inputs.unet_name = "nano_base_int8";
  assert.match(await failure(rough), "nano_base_int8 takes no reference picture: use nano_edit");
});

test.run();
