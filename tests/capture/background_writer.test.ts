// Files that are written in the background: whole or not at all, and every one closed, whatever fails.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import * as fsp from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Files, RunWriteError } from "@kgen/capture";
import { BackgroundWriter } from "../../lib/capture/background_writer.ts";

const out = mkdtempSync(join(tmpdir(), "kgen-writer-"));
test.after(() => rmSync(out, { recursive: true }));
const fresh = () => mkdtempSync(join(out, "case-"));

/** File functions that count the handles that are open, and let the flush of one file fail. */
function counting(bad: string): { files: Files; open: () => number } {
  let open = 0;
  const files: Files = {
    mkdir: fsp.mkdir,
    rename: fsp.rename,
    open: (async (path: string, flags: string) => {
      const handle = await fsp.open(path, flags);
      open++;
      const { close } = handle;
      handle.close = async () => {
        await close.call(handle);
        open--;
      };
      if (path.endsWith(`${bad}.tmp`)) handle.sync = () => Promise.reject(new Error("no disk"));
      return handle;
    }) as any,
  };
  return { files, open: () => open };
}

test("lines and files are there after settle, under their own names, in order", async () => {
  const dir = fresh();
  const writer = await BackgroundWriter.open(dir, fsp);
  writer.event("one");
  writer.file("a.txt", "first");
  writer.event("two");
  writer.file("a.txt", "second");
  assert.equal(readdirSync(dir), ["events.jsonl"], "nothing is written at once");
  await writer.settle();
  assert.is(readFileSync(join(dir, "events.jsonl"), "utf8"), "one\ntwo\n");
  assert.is(readFileSync(join(dir, "a.txt"), "utf8"), "second");
  writer.event("three");
  await writer.finish();
  assert.match(readFileSync(join(dir, "events.jsonl"), "utf8"), /three\n$/);
  assert.equal(readdirSync(dir).sort(), ["a.txt", "events.jsonl"]);
});

test("a flush that fails names its file, and no file stays open", async () => {
  const dir = fresh();
  const { files, open } = counting("b.txt");
  const writer = await BackgroundWriter.open(dir, files);
  for (const name of ["a.txt", "b.txt", "c.txt", "d.txt"]) writer.file(name, name);
  const error = await writer.finish().catch((e) => e);
  assert.instance(error, RunWriteError);
  assert.match(error.message, /b\.txt: no disk/);
  await writer.close();
  assert.is(open(), 0);
});

test("the first failure is told once and ends the writing", async () => {
  const dir = fresh();
  const files: Files = { ...fsp, rename: () => Promise.reject(new Error("no")) };
  const writer = await BackgroundWriter.open(dir, files);
  let told = 0;
  writer.onFailure = () => told++;
  writer.file("a.txt", "a");
  writer.file("b.txt", "b");
  const error = await writer.settle().catch((e) => e);
  assert.is(error, writer.failure);
  assert.match(error.message, /a\.txt/);
  assert.is(told, 1);
  assert.not.ok(readdirSync(dir).some((n) => n.startsWith("b.txt")));
  await writer.close();
});

test.run();
