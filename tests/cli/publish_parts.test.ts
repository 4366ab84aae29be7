// The parts of ./kgen publish that need no kernel.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  type NotebookFile,
  notebooksIn,
  readNotebook,
  sourceOf,
} from "../../lib/cli/notebook_file.ts";
import { chosen } from "../../lib/cli/publish.ts";
import { normalise } from "../../lib/cli/publish_normalise.ts";
import { declared, refuseUnknown, valuesFor } from "../../lib/cli/publish_parameters.ts";
import { studentVersion } from "../../lib/cli/publish_student.ts";
import { checkSite } from "../../lib/cli/site_check.ts";
import { chinese, headings } from "../../lib/cli/site_headings.ts";
import { outputHtml } from "../../lib/cli/site_outputs.ts";
import { ROOT } from "./kgen.ts";
import { lesson } from "./publish_notebook.ts";

const short = lesson() as unknown as NotebookFile;
const textOf = (notebook: NotebookFile) => notebook.cells.map(sourceOf).join("\n");

test("students get the exercises without the solutions", () => {
  const notebook = structuredClone(short);
  notebook.cells[4].outputs = [{ output_type: "stream", name: "stdout", text: "x" }];
  notebook.cells.push({ cell_type: "code", metadata: { tags: ["solution"] }, source: "secret();" });
  const student = studentVersion(notebook), text = textOf(student);
  assert.not.match(text, /Solution|78|const a = 1|secret|details/);
  assert.match(text, "**9.2** And why?");
  assert.match(text, 'await check("1.2", NaN);');
  assert.ok(student.cells.every((cell) => !cell.outputs?.length && cell.execution_count == null));
  assert.is(student.cells.length, notebook.cells.length - 2, "the cell of a solution alone goes");
  assert.match(textOf(notebook), "Solution", "the notebook itself is as it was");
});

test("other folded parts stay, and a solution without an end is refused", () => {
  const one = (source: string) => ({ ...short, cells: [{ ...short.cells[0], source }] });
  const hint = one("<details><summary>Hint</summary>\n\nThink.\n\n</details>");
  assert.equal(textOf(studentVersion(hint)), textOf(hint));
  const open = one("<details><summary>Solution</summary>\n\n42");
  assert.throws(() => studentVersion(open), /no <\/details>/);
});

test("no solution of the kit's lessons is left for students", () => {
  for (const file of notebooksIn(join(ROOT, "notebooks"))) {
    const before = textOf(readNotebook(file)), after = textOf(studentVersion(readNotebook(file)));
    assert.ok(before.includes("<summary>Solution"), `${file} has solutions`);
    assert.not.match(after, /<summary>\s*Solution/, file);
    const checks = (text: string) => text.match(/await check\(/g)?.length;
    assert.is(checks(after), checks(before), file);
  }
});

test("parameters: declared by let, given as text or as JSON, unknown ones refused", () => {
  const own = declared(short, "short");
  assert.equal([...own], [["prompt", '"樱花"'], ["seed", "5"]]);
  assert.equal(valuesFor(own, ["prompt=7", "seed=7", "other=1"]), { prompt: "7", seed: 7 });
  assert.equal(valuesFor(own, ["prompt=a=b"]), { prompt: "a=b" });
  assert.throws(
    () => valuesFor(own, ["seed=seven"], "short.ipynb"),
    /short\.ipynb needs a number there, and "seven" is none; for example -p 'seed=5'/,
  );
  assert.throws(() => refuseUnknown([own], ["sede=7"]), /there are prompt, seed/);
  assert.throws(() => valuesFor(own, ["seed"]), /name=value/);
  const fixed = structuredClone(short);
  fixed.cells[1].source = "const seed = 5;";
  assert.throws(() => declared(fixed, "short"), /seed must be declared with let/);
});

test("a parameter keeps the type of the notebook's own value", () => {
  const own = new Map([
    ["price", "3"],
    ["fast", "true"],
    ["hosts", '["A", "B"]'],
    ["steps", "[1, 2]"],
    ["cards", "{}"],
    ["none", "null"],
  ]);
  const good = {
    "price=-0.5": -0.5,
    "fast=false": false,
    'hosts=["C"]': ["C"],
    "hosts=[]": [],
    "steps=[4]": [4],
    'cards={"A": 1}': { A: 1 },
    "none=4": 4,
  };
  for (const [given, value] of Object.entries(good)) {
    assert.equal(Object.values(valuesFor(own, [given])), [value], given);
  }
  const bad = ["price=abc", 'price="3"', "price=1e999", "price=", "fast=1", 'hosts="A"'];
  for (const given of [...bad, "hosts=[1]", 'steps=["4"]', "cards=[]", "none=nil"]) {
    assert.throws(
      () => valuesFor(own, [given]),
      /-p \w+: the notebook needs .* for example/,
      given,
    );
  }
});

test("a folder without notebooks, one that is not there, and a file: each named, with what to do", () => {
  const folder = mkdtempSync(join(tmpdir(), "kgen-site-"));
  assert.throws(() => notebooksIn(folder), /no notebooks in .*kgen-site-.*name a folder/);
  assert.throws(() => notebooksIn(join(folder, "no")), /there is no folder .*no; name/);
  assert.throws(() => notebooksIn(import.meta.filename!), /is a file; name the folder/);
  rmSync(folder, { recursive: true });
});

test("every lesson of the kit has its parameters in a cell that can be replaced", () => {
  for (const file of notebooksIn(join(ROOT, "notebooks"))) {
    assert.ok(declared(readNotebook(file), file).size > 0, file);
  }
});

test("notebooks are chosen by number or name", () => {
  const files = ["/n/01-a.ipynb", "/n/02-b.ipynb", "/n/10-c.ipynb"];
  assert.equal(chosen(files, []), files);
  assert.equal(chosen(files, ["02", "10-c"]), [files[1], files[2]]);
  assert.equal(chosen(files, ["01,02"]), [files[0], files[1]]);
  assert.throws(() => chosen(files, ["07"]), /begins with "07"/);
});

test("times, random ids and the kit's folder leave an executed notebook", () => {
  const run = structuredClone(short);
  run.metadata.papermill = { start_time: "now" };
  run.cells[1].metadata = { tags: ["injected-parameters"], execution: { x: "now" } };
  run.cells[2].outputs = [{
    output_type: "display_data",
    data: { "text/plain": "in /home/me/kgen/out/runs" },
    transient: { display_id: "kgen-1" },
  }];
  const text = JSON.stringify(normalise(run, "/home/me/kgen"));
  assert.not.match(text, /now|display_id|home/);
  assert.match(text, "in out/runs");
  assert.match(text, '"id":"injected-parameters"');
});

test("an output becomes the richest HTML, with its words", () => {
  const show = (data: Record<string, string>, metadata = {}) =>
    outputHtml({ output_type: "display_data", data, metadata });
  const png = show({ "image/png": "QUJD\n", "text/plain": 'a "b"' }, {
    "image/png": { alt: "words" },
  });
  assert.match(png, '<img src="data:image/png;base64,QUJD" alt="words">');
  assert.match(show({ "image/png": "QUJD", "text/plain": 'a "b"' }), 'alt="a &quot;b&quot;"');
  const svg = show({
    "image/svg+xml": '<svg role="img" style="x"><title>T</title><g aria-label="dot"/></svg>',
  });
  assert.match(svg, '<svg role="img"><title>T</title><g/>');
  assert.match(
    show({ "text/html": "<p>a</p><table><tr></tr></table>" }),
    '<div class="scroll table"><table>',
  );
  assert.match(show({ "text/plain": "a < b" }), "a &lt; b");
  assert.match(outputHtml({ output_type: "stream", name: "stderr", text: ["no", "!"] }), "no!");
});

test("headings get places of their own, and Chinese is marked", () => {
  const { html, title, sections } = headings("<h1>A 甲</h1><h2>B</h2><h2>B</h2>");
  assert.is(title, "A 甲");
  assert.equal(sections.map((s) => s.id), ["b", "b-2"]);
  assert.match(html, '<h2 id="b-2">');
  assert.is(
    chinese('<p title="甲">an 樱花、红 b</p><code>樱</code>'),
    '<p title="甲">an <span lang="zh-Hans">樱花、红</span> b</p><code>樱</code>',
  );
});

test("what is wrong with a page is said", () => {
  const folder = mkdtempSync(join(tmpdir(), "kgen-site-"));
  const write = (name: string, body: string) =>
    writeFileSync(join(folder, name), `<main>${body}</main>`);
  write(
    "a.html",
    '<h2 id="x">X</h2><a href="b.html#y">b</a><a href="#x">x</a><a href="https://a.b/">out</a>',
  );
  write(
    "b.html",
    '<h2 id="y">Y</h2><svg role="img"><title>T</title></svg><img alt="z" src="data:,">',
  );
  assert.equal(checkSite(folder, ["a.html", "b.html"]), []);
  write(
    "b.html",
    '<a href="c.html">c</a><a href="a.html#no">n</a><img src="https://a.b/c.png" alt="c"><img src="data:,">' +
      `<svg role="img"></svg><style>@import "x"</style>${" ".repeat(3e6)}`,
  );
  const found = checkSite(folder, ["a.html", "b.html"]).join("\n");
  for (
    const word of [
      "leads nowhere: c.html",
      "no place in its page: a.html#no",
      "fetches https://a.b",
      "no words",
    ]
  ) {
    assert.ok(found.includes(word), `${word} in ${found}`);
  }
  assert.match(found, "no title");
  assert.match(found, "style fetches");
  assert.match(found, "3 MB or more");
  assert.match(found, "a.html: a link leads to no place in its page: b.html#y");
  rmSync(folder, { recursive: true });
});

test.run();
