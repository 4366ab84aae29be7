import { Buffer } from "node:buffer";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseFrame } from "@kgen/comfy";
import { frame1, frame4 } from "./replay_host.ts";

const picture = new Uint8Array([0xff, 0xd8, 1, 2, 3]);

test("type 1: JPEG and PNG by the second number", () => {
  const jpeg = parseFrame(frame1(1, picture));
  assert.is(jpeg.kind === "preview" && jpeg.mime, "image/jpeg");
  assert.equal(jpeg.kind === "preview" && [...jpeg.bytes], [...picture]);
  const png = parseFrame(frame1(2, picture));
  assert.is(png.kind === "preview" && png.mime, "image/png");
  assert.is(parseFrame(frame1(3, picture)).kind, "unknown");
});

test("type 3: node and text, in any script", () => {
  const node = Buffer.from("12");
  const head = Buffer.from([0, 0, 0, 3, 0, 0, 0, 2]);
  assert.equal(parseFrame(Buffer.concat([head, node, Buffer.from("樱花")])), {
    kind: "text",
    nodeId: "12",
    text: "樱花",
  });
});

test("type 4: metadata and picture", () => {
  const meta = { node_id: "3", prompt_id: "p", display_node_id: "3", image_type: "image/png" };
  const f = parseFrame(frame4(meta, picture));
  if (f.kind !== "preview") return assert.unreachable();
  assert.is(f.mime, "image/png");
  assert.equal(f.meta, meta);
  assert.equal([...f.bytes], [...picture]);
});

test("a frame that is a view into a larger buffer is read at its own offset", () => {
  const inner = frame1(1, picture);
  const outer = Buffer.concat([Buffer.alloc(5, 9), inner, Buffer.alloc(5, 9)]);
  const f = parseFrame(outer.subarray(5, 5 + inner.length));
  assert.equal(f.kind === "preview" && [...f.bytes], [...picture]);
});

test("other types, cut frames and broken metadata are unknown, not errors", () => {
  assert.equal(parseFrame(Buffer.from([0, 0, 0, 99, 0, 0, 0, 0])), {
    kind: "unknown",
    code: 99,
    bytes: 8,
  });
  const whole = frame4({ node_id: "3" }, picture);
  for (let n = 0; n < whole.length - picture.length; n++) {
    assert.is(parseFrame(whole.subarray(0, n)).kind, "unknown", `${n} bytes`);
  }
  assert.is(parseFrame(Buffer.from([0, 0, 0, 3, 0, 0, 0, 9, 0x31, 0x32])).kind, "unknown");
  const broken = frame4({}, picture);
  broken[8] = 0x28;
  assert.is(parseFrame(broken).kind, "unknown");
});

test("2,000 garbage frames never throw", () => {
  let state = 12345;
  const random = () => (state = (state * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
  for (let i = 0; i < 2000; i++) {
    const b = new Uint8Array(Math.floor(random() * 64)).map(() => Math.floor(random() * 256));
    if (b.length >= 4) b.set([0, 0, 0, Math.floor(random() * 6)]);
    parseFrame(b);
  }
});

test.run();
