// ./kgen publish on a short lesson: twice the same bytes, a changed parameter, students, and the pages in a browser.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { chromium, openPage, type Page } from "../../lib/cli/browser_page.ts";
import { auditPage } from "../../lib/cli/site_audit.ts";
import { STYLE } from "../../lib/cli/site_style.ts";
import { kgen, ROOT, scratch, startKgen, until } from "./kgen.ts";
import { lesson, lessonFolder } from "./publish_notebook.ts";

const { folder, clean } = scratch();
const notebooks = lessonFolder();
const publish = (out: string, ...more: string[]) =>
  kgen(["publish", "--notebooks", notebooks.folder, "--out", join(folder, out), ...more]);
const read = (path: string) => readFileSync(join(folder, path), "utf8");
const files = (out: string) =>
  (readdirSync(join(folder, out), { recursive: true }) as string[]).filter((n) => n.includes("."))
    .sort();

test("a site has an index, a page and three files to take along", async () => {
  const { code, out, err } = await publish("one");
  assert.is(code, 0, err);
  assert.match(out, "2 pages");
  assert.equal(files("one"), [
    "09-short.html",
    "downloads/09-short.executed.ipynb",
    "downloads/09-short.ipynb",
    "downloads/09-short.student.ipynb",
    "index.html",
  ]);
  const page = read("one/09-short.html");
  for (
    const word of ["<math", "Recorded.", "樱花", "data-kgen-scrubber", "progressbar", "Commit"]
  ) {
    assert.ok(page.includes(word), word);
  }
  assert.match(page, /\.\/kgen publish --notebooks \S+ --only 09 --kernel deno/);
  assert.match(page, "SHA-256");
  // A lesson that is not published is named and not linked.
  assert.match(page, "<code>code</code> with $5. See another lesson.");
  assert.not.match(page, ROOT);
  assert.not.match(read("one/downloads/09-short.student.ipynb"), "78");
  const index = read("one/index.html");
  assert.match(index, "9. A short lesson");
  assert.match(index, "data:image/webp");
  assert.match(index, "About 1 minute");
});

test("published again it has the same bytes", async () => {
  const { code, err } = await publish("two");
  assert.is(code, 0, err);
  assert.equal(files("two"), files("one"));
  for (const name of files("one")) {
    assert.is(read(`two/${name}`) === read(`one/${name}`), true, name);
  }
});

test("another parameter gives another figure, and the page says which", async () => {
  const { code, err } = await publish("three", "-p", "seed=6");
  assert.is(code, 0, err);
  const svg = (out: string) => /<svg[\s\S]*?<\/svg>/.exec(read(`${out}/09-short.html`))![0];
  assert.is.not(svg("three"), svg("one"));
  assert.match(read("three/09-short.html"), "Parameters of this execution");
  assert.match(read("three/09-short.html"), "-p 'seed=6'");
});

test("wrong usage is refused before anything is executed", async () => {
  for (
    const [args, word] of [
      [["--kernel", "python"], "deno or tslab"],
      [["--only", "07"], 'begins with "07"'],
      [["-p", "sede=1"], 'no chosen notebook has a parameter "sede"'],
      [["-p", "seed=abc"], "09-short.ipynb needs a number there"],
      [["--notebooks", folder], "no notebooks in"],
      [["--out", join(ROOT, "README.md")], "README.md is a file; name a folder"],
    ] as const
  ) {
    const { code, err } = await publish("four", ...args);
    assert.is(code, 2, err);
    assert.match(err, word);
    assert.not.match(err, "executing");
  }
  assert.equal(readdirSync(folder).filter((name) => name.startsWith("four")), []);
});

/** Every file of a site with its bytes. */
const whole = (out: string) =>
  Object.fromEntries(
    files(out).map((name) => [name, readFileSync(join(folder, out, name), "base64")]),
  );
/** What stands beside the sites: nothing half made may be left. */
const beside = () => readdirSync(folder).filter((name) => /partial|replaced/.test(name));

/** Puts another code cell in the lesson for as long as `work` takes. */
async function withCell(source: string, work: () => Promise<void>): Promise<void> {
  const file = join(notebooks.folder, "09-short.ipynb");
  const { cells, ...rest } = lesson();
  writeFileSync(
    file,
    JSON.stringify({ ...rest, cells: [...cells.slice(0, 2), { ...cells[2], source }] }),
  );
  try {
    await work();
  } finally {
    writeFileSync(file, JSON.stringify(lesson()));
  }
}

test("a cell that fails ends it, named, and the site from before is left as it was", async () => {
  const before = whole("one");
  await withCell("throw new Error('gone wrong');", async () => {
    const args = ["publish", "--notebooks", notebooks.folder, "--out", join(folder, "one")];
    const { code, err } = await kgen(args, { env: { KGEN_HOST: "http://127.0.0.1:1" } });
    assert.is(code, 1);
    assert.match(err, "KGEN_HOST is set: the notebooks measure that host live");
    assert.match(err, "gone wrong");
    assert.match(err, /the site in \S*one was left as it was/);
    assert.equal(whole("one"), before);
  });
  assert.equal(beside(), []);
});

test("Ctrl-C leaves the site from before as it was; a second publish at the same time is refused", async () => {
  const before = whole("one");
  await withCell("await new Promise((done) => setTimeout(done, 60_000));", async () => {
    const { child, said, ended } = startKgen(
      ["publish", "--notebooks", notebooks.folder, "--out", join(folder, "one")],
    );
    await until(() => said.err.includes("executing"), "the notebook");
    const second = await publish("one");
    assert.is(second.code, 1);
    assert.match(second.err, /another kgen \(process \d+\)/);
    child.kill("SIGINT");
    const { code, err } = await ended;
    assert.is(code, 130, err);
    assert.match(err, "was left as it was");
  });
  assert.equal(whole("one"), before);
  assert.equal(beside(), []);
});

test("student versions are made without executing", async () => {
  const { code, err } = await publish("five", "--student");
  assert.is(code, 0, err);
  assert.equal(files("five"), ["downloads/09-short.student.ipynb"]);
});

if (chromium()) {
  let page: Page | undefined;
  const view = `document.querySelector("[data-kgen-scrubber]").lastElementChild.shadowRoot`;
  const said = () => page!.ask(`${view}.querySelector("input").getAttribute("aria-valuetext")`);
  const address = (name: string) => pathToFileURL(join(folder, name)).href;

  test("the slider moves frames, I and the fits, by keys alone", async () => {
    page = await openPage(chromium()!, "about:blank");
    await page!.size(1200, 900);
    await page!.go(address("two/09-short.html"));
    assert.match(await said(), /^Step 8 of 8, 8 NFE, .*I \(rmse\) = 1\.00/);
    const picture = () => page!.ask(`${view}.querySelector(".frame img").src`);
    const plot = () => page!.ask(`${view}.querySelector(".plot").innerHTML`);
    const [lastPicture, lastPlot] = [await picture(), await plot()];
    await page!.ask(`${view}.querySelector("input").focus()`);
    await page!.press("ArrowLeft");
    assert.match(await said(), /^Step 7 of 8/);
    assert.is.not(await picture(), lastPicture);
    assert.is.not(await plot(), lastPlot);
    await page!.press("Home");
    assert.match(await said(), /^Step 1 of 8, 1 NFE, .*I \(rmse\) = 0\.00.*no fit yet/);
    await page!.ask(`${view}.querySelector("button").focus()`);
    await page!.press("ArrowRight");
    assert.match(await said(), /^Step 2 of 8/, "arrow keys work on the button too");
    await page!.ask(`${view}.querySelector("button").click()`);
    await page!.until(`${view}.querySelector("input").value === "7"`, 10_000);
    assert.equal(page!.errors, []);
  });

  test("without scripts all frames stand in order, with words", async () => {
    const plain = read("two/09-short.html").replace(/<script>[\s\S]*?<\/script>/g, "");
    writeFileSync(join(folder, "plain.html"), plain);
    await page!.go(address("plain.html"));
    const words = await page!.ask(
      `[...document.querySelectorAll("[data-frames] img")].filter((i) => i.naturalWidth && i.getBoundingClientRect().width > 50).map((i) => i.alt)`,
    );
    assert.is(words.length, 8);
    assert.is(words[0], "step 1, NFE 1");
  });

  test("a table wider than the text takes the window's width before it scrolls", async () => {
    const cells = '<td style="min-width:250px">x</td>'.repeat(4);
    const table = `<div class="scroll table" tabindex="0"><table><tr>${cells}</tr></table></div>`;
    writeFileSync(
      join(folder, "wide.html"),
      `<!doctype html><html lang="en"><title>x</title><style>${STYLE}</style><main>${table}</main>`,
    );
    await page!.go(address("wide.html"));
    const scrolls =
      `(() => { const box = document.querySelector(".table"), all = document.documentElement;
      return [box.scrollWidth > box.clientWidth + 1, all.scrollWidth > all.clientWidth]; })()`;
    await page!.size(1280, 900);
    assert.equal(await page!.ask(scrolls), [false, false]);
    await page!.size(390, 844);
    assert.equal(await page!.ask(scrolls), [true, false]);
    await page!.size(1200, 900);
  });

  test("what a browser finds wrong is reported: width, requests, pictures, scripts, accessibility", async () => {
    const axe = readFileSync(join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");
    assert.equal(await auditPage(page!, address("two/09-short.html"), axe), []);
    writeFileSync(
      join(folder, "bad.html"),
      `<!doctype html><html lang="en"><title>x</title><main><div style="width:700px">wide</div>
      <img alt="x" src="data:image/png;base64,AAAA"><img alt="y" src="http://kgen.invalid/y.png"><button></button></main>
      <script>throw new Error("broken script")</script>`,
    );
    const found = (await auditPage(page!, address("bad.html"), axe)).join("\n");
    for (
      const word of [
        "cannot be drawn",
        "kgen.invalid",
        "px wide on a phone",
        "button-name",
        "broken script",
      ]
    ) {
      assert.ok(found.includes(word), `${word} in ${found}`);
    }
  });

  test.after(() => page?.close());
} else console.log("skipped: published pages in a browser (Chromium is not installed)");

test.after(() => {
  clean();
  notebooks.clean();
});
test.run();
