// A folder that is made anew beside the one it replaces: whole at every time, whatever ends the work.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../../lib/cli/command.ts";
import { end } from "../../lib/cli/publish.ts";
import { replacement } from "../../lib/cli/replacement.ts";
import { scratch } from "./kgen.ts";

const { folder, clean } = scratch();
const mine = ["index.html"];
const read = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");
const beside = () => readdirSync(folder).filter((name) => /partial|replaced/.test(name));

/** A folder that stands already. */
function standing(name: string, files: Record<string, string> = { "index.html": "old" }): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

test("the old one stands until the new one takes its place; what only the old one has is kept", () => {
  const target = standing("a", { "index.html": "old", "CNAME": "example.org" });
  const fresh = replacement(target, mine);
  assert.is(fresh.before, true);
  writeFileSync(join(fresh.folder, "index.html"), "new");
  assert.is(read("a", "index.html"), "old");
  fresh.place();
  assert.is(read("a", "index.html"), "new");
  assert.is(read("a", "CNAME"), "example.org");
  assert.equal(readdirSync(target).sort(), ["CNAME", "index.html"]);
  assert.equal(beside(), []);
});

test("where nothing stands it is made, and given up without a trace", () => {
  const target = join(folder, "deep/b");
  const given = replacement(target, mine);
  assert.is(given.before, false);
  given.discard();
  assert.not.ok(existsSync(target));
  const fresh = replacement(target, mine);
  writeFileSync(join(fresh.folder, "index.html"), "new");
  fresh.place();
  assert.equal(readdirSync(join(folder, "deep")), ["b"]);
});

test("kept: the old one stands, the new one beside it, until the next", () => {
  const target = standing("c"), first = replacement(target, mine);
  writeFileSync(join(first.folder, "index.html"), "with problems");
  writeFileSync(join(first.folder, "more.html"), "");
  first.keep();
  assert.equal([read("c", "index.html"), read("c.partial", "index.html")], [
    "old",
    "with problems",
  ]);
  const second = replacement(target, mine);
  assert.equal(readdirSync(second.folder), [".lock"]);
  second.discard();
  assert.is(read("c", "index.html"), "old");
});

test("a site with problems does not replace another; where there is none it is put in place", () => {
  const make = (name: string) => {
    const site = replacement(join(folder, name), mine);
    writeFileSync(join(site.folder, "index.html"), "new");
    return site;
  };
  standing("h");
  assert.is(end(make("h"), "h", 1, ["index.html: has a flaw"]), 1);
  assert.equal([read("h", "index.html"), read("h.partial", "index.html")], ["old", "new"]);
  assert.is(end(make("h"), "h", 1, []), 0);
  assert.is(read("h", "index.html"), "new");
  assert.is(end(make("i"), "i", 1, ["index.html: has a flaw"]), 1);
  assert.is(read("i", "index.html"), "new");
  assert.equal(beside().filter((name) => /^[hi]/.test(name)), []);
});

test("a process that was killed: between the two renames the old one comes back, later it is cleared away", () => {
  const target = join(folder, "d");
  standing("d.replaced");
  replacement(target, mine).discard();
  assert.is(read("d", "index.html"), "old");
  standing("d.replaced");
  standing("d", { "index.html": "newer" });
  replacement(target, mine).discard();
  assert.is(read("d", "index.html"), "newer");
  assert.equal(beside().filter((name) => name.startsWith("d")), []);
});

test("a link to a folder stays a link", () => {
  const real = standing("real"), link = join(folder, "link");
  symlinkSync(real, link);
  const fresh = replacement(link, mine);
  writeFileSync(join(fresh.folder, "index.html"), "new");
  fresh.place();
  assert.is(read("real", "index.html"), "new");
  assert.is(read("link", "index.html"), "new");
});

test("a file in the way, other things, and another process are refused, and nothing is left beside", () => {
  standing("e", { "thesis.txt": "x" });
  standing("f.partial", { "thesis.txt": "x" });
  const busy = standing("g"), held = replacement(busy, mine);
  const file = join(folder, "e/thesis.txt");
  const usage = (words: RegExp) => (e: Error) => e instanceof UsageError && words.test(e.message);
  assert.throws(() => replacement(file, mine), usage(/thesis\.txt is a file; name a folder/));
  assert.throws(() => replacement(join(file, "x"), mine), usage(/thesis\.txt is a file/));
  assert.throws(() => replacement(join(folder, "e"), mine), /holds other things \(thesis\.txt\)/);
  assert.throws(() => replacement(join(folder, "f"), mine), /f\.partial holds other things/);
  assert.throws(() => replacement(busy, mine), /another kgen \(process \d+\)/);
  held.discard();
  assert.equal(beside().filter((name) => /^[efg]/.test(name)), ["f.partial"]);
  assert.is(read("g", "index.html"), "old");
});

test.after(clean);
test.run();
