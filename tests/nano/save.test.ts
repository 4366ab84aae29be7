/** Where pictures go: numbers, subfolders, nothing outside, nothing half written. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { savePictures } from "../../lib/nano/engine/save.ts";

const test = suite<{ root: string }>("save");
test.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), "kgen-save-"));
});
test.after.each(({ root }) => rmSync(root, { recursive: true }));

const one = (root: string, prefix: string, text = "x") =>
  savePictures(root, "output", prefix, [new TextEncoder().encode(text)])[0];

test("numbers go on from the highest, for each prefix apart", ({ root }) => {
  assert.is(one(root, "a").filename, "a_00001_.png");
  writeFileSync(join(root, "a_00041_.png"), "other");
  assert.is(one(root, "a").filename, "a_00042_.png");
  assert.is(one(root, "b").filename, "b_00001_.png");
  assert.equal(readdirSync(root).sort(), [
    "a_00001_.png",
    "a_00041_.png",
    "a_00042_.png",
    "b_00001_.png",
  ]);
});

test("a prefix may name a subfolder and hold the size", ({ root }) => {
  const saved = one(root, "run/%width%x%height%", "here");
  assert.equal(saved, { filename: "96x96_00001_.png", subfolder: "run", type: "output" });
  assert.is(readFileSync(join(root, "run", saved.filename), "utf8"), "here");
});

test("a batch, with the number in the batch", ({ root }) => {
  const files = savePictures(root, "temp", "p%batch_num%", [new Uint8Array(1), new Uint8Array(1)]);
  assert.equal(files.map((f) => f.filename), ["p0_00001_.png", "p1_00002_.png"]);
});

test("out of the folder is refused, and nothing is written", ({ root }) => {
  for (const prefix of ["../x", "a/../../x", "/tmp/x"]) {
    assert.throws(() => one(root, prefix), /outside the output folder/);
  }
  assert.equal(readdirSync(root), []);
});

test("what cannot be written leaves nothing behind", ({ root }) => {
  assert.throws(() => one(root, "n".repeat(300)));
  assert.equal(readdirSync(root), []);
});

test.run();
