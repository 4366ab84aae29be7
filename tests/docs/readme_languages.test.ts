// README.md and README.zh-CN.md say the same: commands, notebooks, code, links and rooms, in the same order of sections.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";

const ROOT = join(import.meta.dirname!, "../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const english = read("README.md"), chinese = read("README.zh-CN.md");
const notebooks = readdirSync(join(ROOT, "notebooks"))
  .filter((name) => name.endsWith(".ipynb")).map((name) => name.replace(/\.ipynb$/, "")).sort();

const unique = (found: Iterable<string>) => [...new Set(found)].sort();
const all = (text: string, pattern: RegExp) =>
  unique([...text.matchAll(pattern)].map((m) => m[1] ?? m[0]));

/** Commands as they are typed: with their options, without what a comment after them says. */
const commands = (text: string) =>
  all(text, /(?:^|`|\s)((?:KGEN_HOST=\S+ )?\.\/kgen [a-z]+[^`#\n]*)/gm).map((c) => c.trim());
/** Blocks of code without their comments, which are translated. */
const code = (text: string) =>
  [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, kind, body]) =>
    `${kind}\n${body.replace(/\s*(#|\/\/) .*$/gm, "")}`
  );
const named = (text: string) => all(text, /`(\d\d-[a-z-]+)`/g);
const links = (text: string) =>
  all(text, /\]\((?!https?:)([^)]+)\)/g).filter((link) =>
    !/^(README|notebooks\/TEACHING)/.test(link)
  );
/** Rows of each table: a row that only one language has shows. */
const tables = (text: string) =>
  [...text.matchAll(/(?:^\|.*\n)+/gm)].map(([rows]) => rows.trimEnd().split("\n").length);

test("both have the same commands", () => {
  assert.ok(commands(english).length > 10);
  assert.equal(commands(chinese), commands(english));
});

test("both list every notebook", () => {
  assert.equal(named(chinese), notebooks);
  assert.equal(named(english), notebooks);
});

test("both have the same code and the same tables", () => {
  assert.equal(code(chinese), code(english));
  assert.equal(tables(chinese), tables(english));
});

test("both have as many sections", () => {
  const count = (text: string) => [...text.matchAll(/^## /gm)].length;
  assert.is(count(chinese), count(english));
});

test("both lead to the same files, which exist", () => {
  assert.equal(links(chinese), links(english));
  for (const link of [...links(english), "notebooks/TEACHING.md", "notebooks/TEACHING.zh-CN.md"]) {
    assert.ok(existsSync(join(ROOT, link)), link);
  }
});

test("the teacher's guide has every notebook in both languages, with the same minutes", () => {
  const rows = (path: string) =>
    read(path).split("\n").filter((line) => /^\| `\d\d-/.test(line)).map((line) => {
      const [, name, minutes, , seconds] = line.split("|").map((cell) => cell.trim());
      return [name.replaceAll("`", ""), minutes, seconds];
    });
  assert.equal(rows("notebooks/TEACHING.md").map(([name]) => name), notebooks);
  assert.equal(rows("notebooks/TEACHING.zh-CN.md"), rows("notebooks/TEACHING.md"));
});

test("the minutes are those that each notebook says", () => {
  for (const line of read("notebooks/TEACHING.md").split("\n")) {
    const [, name, minutes] = line.match(/^\| `(\d\d-[a-z-]+)` \| (\d+) \|/) ?? [];
    if (!name) continue;
    const said = read(`notebooks/${name}.ipynb`).match(/Time: about (\w+) minutes/)?.[1];
    assert.is(said?.replace("ten", "10"), minutes, name);
  }
});

test.run();
