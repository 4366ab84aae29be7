/** The data package: its files are those that it says, and its text keeps to them. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { nanoFile } from "@kgen/nano";

const description = JSON.parse(readFileSync(nanoFile("datapackage.json"), "utf8"));

test("sizes and checksums", () => {
  const files = description.resources.map(({ path }: { path: string }) => path);
  for (const file of readdirSync(nanoFile("")).filter((name) => /^nano-|^vocab/.test(name))) {
    assert.ok(files.includes(file), `${file} is not in datapackage.json`);
  }
  for (const { path, bytes, hash } of description.resources) {
    const content = readFileSync(nanoFile(path));
    assert.is(content.length, bytes);
    assert.is(`sha256:${createHash("sha256").update(content).digest("hex")}`, hash);
  }
});

test("every source has a licence", () => {
  assert.is(description.sources.length, 3);
  for (const { title, licenses } of description.sources) assert.ok(licenses[0].name, title);
});

test("the README counts the words that are there", () => {
  const words = Object.keys(JSON.parse(readFileSync(nanoFile("vocab.json"), "utf8"))).length;
  assert.match(readFileSync(nanoFile("README.md"), "utf8"), `${words.toLocaleString("en")} words`);
});

test.run();
