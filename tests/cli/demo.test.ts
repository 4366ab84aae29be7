// The main job: ./kgen demo from an empty folder to its report, and its edges.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startHost } from "@kgen/nano";
import { Checker, readPicture } from "@kgen/quality";
import { startFaultProxy } from "../comfy/fault_proxy.ts";
import { chromium, inBrowser } from "./browser.ts";
import { kgen, ROOT, scratch, startKgen, until } from "./kgen.ts";

const { folder, clean } = scratch();
const out = join(folder, "demo");

/** In the environment of what this file starts, and so of what that starts: other tests have hosts and kernels too. */
const env = { KGEN_TEST_MARK: folder };

/** Processes that come from here and whose command line holds these words. */
function running(words: string): string[] {
  const text = execFileSync("ps", ["axeww", "-o", "pid,args"], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  const mark = `KGEN_TEST_MARK=${folder}`;
  return text.split("\n").filter((line) => line.includes(words) && line.includes(mark));
}
const hosts = () => running("lib/nano/main.ts");

/** Times at which the sampler's step counter moved, read from the raw events alone. */
function stepTimes(run: string): Map<number, number> {
  const times = new Map<number, number>();
  for (const line of readFileSync(join(run, "events.jsonl"), "utf8").trim().split("\n")) {
    const { t, type, data } = JSON.parse(line);
    if (type !== "progress_state") continue;
    const sampler = data.nodes["3"];
    if (sampler?.state === "running" && sampler.value >= 1 && !times.has(sampler.value)) {
      times.set(sampler.value, t);
    }
  }
  return times;
}

test("the demo leaves Runs, tables, figures, an executed notebook and a report", async () => {
  // An exported host, which does not even answer, is not the demo's.
  const { code, out: said, err } = await kgen(["demo", "--out", out, "--repeats", "3"], {
    env: { KGEN_HOST: "http://127.0.0.1:1" },
  });
  assert.is(code, 0, err);
  assert.match(err, "embedded host and not the one in KGEN_HOST");
  assert.match(said, "report.html");
  for (const name of ["frames.csv", "summary.json", "report.html", "01-generation-rate.ipynb"]) {
    assert.ok(existsSync(join(out, name)), name);
  }
  assert.equal(readdirSync(join(out, "figures")).length, 3 * 3 + 1);
  assert.is(readdirSync(join(out, "runs")).length, 3 + 3 + 1);
  assert.equal(readdirSync(out).filter((name) => /partial|lock/.test(name)), []);
});

test("k_gen in summary.json is what events.jsonl gives by hand", () => {
  const summary = JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
  for (const [variant, evalsPerStep] of [["turbo", 1], ["base", 2], ["edit", 2]] as const) {
    const { kNfe, nfe } = summary[variant];
    const rates = Object.entries(kNfe.runs as Record<string, number>).map(([id, value]) => {
      const times = stepTimes(join(out, "runs", id));
      const steps = Math.max(...times.keys());
      assert.is(steps * evalsPerStep, nfe);
      const byHand = ((steps - 1) * evalsPerStep) / (times.get(steps)! - times.get(1)!);
      assert.ok(Math.abs(byHand / value - 1) < 1e-3, `${id}: ${value}, by hand ${byHand}`);
      return byHand;
    });
    const mean = rates.reduce((sum, x) => sum + x, 0) / rates.length;
    if (rates.length > 1) {
      assert.ok(Math.abs(mean / kNfe.value - 1) < 1e-3, `mean ${kNfe.value}, by hand ${mean}`);
    }
    assert.is(kNfe.unit, "s⁻¹");
    assert.is(kNfe.window, "sampling");
    for (const fit of [summary[variant].kConv.n1, summary[variant].kConv.n2]) {
      assert.ok(fit.value > 0 && fit.se > 0 && Number.isFinite(fit.aicc));
    }
  }
  assert.is(summary.turbo.nfe, 8);
  assert.is(summary.base.nfe, 60);
  assert.is(summary.edit.nfe, 30);
  assert.ok(
    summary.notes.some((note: string) => note.includes("stands in for Z-Image")),
    "nano is not said to be another model",
  );
});

test("Edit changed the picture that Turbo finished: another background, the same things", async () => {
  const { turbo, edit } = JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
  assert.is(edit.edits, turbo.framesOf);
  assert.is(edit.prompt, "把背景改成绿色");
  assert.is(edit.model, "nano_edit");
  const checker = new Checker();
  const [before, after] = await Promise.all([turbo, edit].map(async ({ framesOf }) => {
    return checker.look(await readPicture(join(out, "runs", framesOf, "frames/final.png")));
  }));
  assert.is(before.background.colour, "blue");
  assert.is(after.background.colour, "green");
  const rows = readFileSync(join(out, "frames.csv"), "utf8").trim().split("\n");
  const steps = rows.filter((row) => row.includes(edit.framesOf) && row.includes(",rmse,"));
  assert.is(steps.length, 15);
});

test("the report needs no network and shows formulas, figures and Chinese", () => {
  const page = readFileSync(join(out, "report.html"), "utf8");
  // What stands in a script is text: the markup it makes is not fetched from an address in it.
  const markup = page.replace(/(<script\b[^>]*>)[\s\S]*?<\/script>/g, "$1</script>");
  const fetched = [
    ...markup.matchAll(
      /<(?:script|img|link|iframe|source)\b[^>]*?(?:src|href)="(?!data:|#)([^"]*)"/g,
    ),
  ];
  assert.equal(fetched.map((m) => m[1]), []);
  assert.not.match(page, /@import\s+url|url\(["']?https?:/);
  assert.match(page, "<math");
  assert.match(page, "data:image/svg+xml;base64,");
  assert.match(page, "樱花");
  assert.not.match(page, "\\frac{dI}{dt} =</p>");
  // The three film strips beside each other stand before the notebook.
  const head = page.slice(page.indexOf("<h1>kgen demo</h1>"), page.indexOf("生成速率"));
  for (
    const words of ["8 steps, 8 NFE", "30 steps, 60 NFE", "15 steps, 30 NFE", "把背景改成绿色"]
  ) {
    assert.match(head, words);
  }
  assert.is(head.match(/<image /g)!.length, 3 * 8);
});

if (chromium()) {
  test("a browser without a network shows every figure and formula of the report", () => {
    const seen = inBrowser(
      join(out, "report.html"),
      `{
        broken: [...document.images].filter((i) => i.naturalWidth === 0).length,
        images: document.images.length,
        formulas: [...document.querySelectorAll("math")].filter((m) => m.getBoundingClientRect().height > 5).length,
        asked: performance.getEntriesByType("resource").map((r) => r.name).filter((n) => !n.startsWith("data:")),
        wide: document.documentElement.scrollWidth > innerWidth,
      }`,
      folder,
    );
    assert.is(seen.broken, 0);
    assert.ok(seen.images >= 5, `${seen.images} figures`);
    assert.ok(seen.formulas >= 5, `${seen.formulas} formulas`);
    assert.equal(seen.asked, []);
    assert.not.ok(seen.wide, "the page is wider than its window");
  });
} else console.log("skipped: the report in a browser (Chromium is not installed)");

test("a host without weights for Edit: said, and the rest goes on", async () => {
  const target = join(folder, "without");
  const { url, stop } = await startHost();
  const proxy = await startFaultProxy(url, {
    edit: (path, body) => {
      if (!path.startsWith("/object_info")) return body;
      const list: unknown[] = body.UNETLoader?.input.required.unet_name[0] ?? [];
      if (list.includes("nano_edit")) list.splice(list.indexOf("nano_edit"), 1);
      return body;
    },
  });
  try {
    const args = ["demo", "--out", target, "--repeats", "1", "--host", proxy.url];
    const { code, err } = await kgen(args);
    assert.is(code, 0, err);
    assert.match(err, "no weights of Z-Image-Edit");
  } finally {
    await proxy.stop();
    await stop();
  }
  const summary = JSON.parse(readFileSync(join(target, "summary.json"), "utf8"));
  assert.is(summary.edit, null);
  assert.ok(summary.notes.some((note: string) => note.includes("no weights of Z-Image-Edit")));
  assert.is(readdirSync(join(target, "runs")).length, 2);
  assert.is(readdirSync(join(target, "figures")).length, 2 * 3 + 1);
  assert.match(readFileSync(join(target, "report.html"), "utf8"), "Without Edit");
});

test("a folder with other things in it is refused", async () => {
  const other = join(folder, "mine");
  mkdirSync(other);
  writeFileSync(join(other, "thesis.txt"), "x");
  const { code, err } = await kgen(["demo", "--out", other]);
  assert.is(code, 1);
  assert.match(err, "thesis.txt");
  assert.equal(readdirSync(other), ["thesis.txt"]);
});

test("a second demo in the same folder is refused; Ctrl-C keeps what was recorded and leaves no process", async () => {
  const target = join(folder, "two");
  const first = startKgen(["demo", "--out", target, "--repeats", "50"], { env });
  const runs = join(target, "runs");
  const whole = () =>
    existsSync(runs) ? readdirSync(runs).filter((name) => !name.endsWith(".partial")) : [];
  await until(() => whole().length > 0, "the first Run", 60);
  assert.is(hosts().length, 1);
  const second = await kgen(["demo", "--out", target]);
  assert.is(second.code, 1);
  assert.match(second.err, /another kgen \(process \d+\)/);
  assert.match(second.err, "--out");

  first.child.kill("SIGINT");
  const { code, err } = await first.ended;
  assert.is(code, 130, err);
  assert.match(err, /interrupted/);
  assert.not.ok(existsSync(join(target, "summary.json")));
  const partial = readdirSync(runs).filter((name) => name.endsWith(".partial"));
  for (const name of partial) {
    const run = JSON.parse(readFileSync(join(runs, name, "run.json"), "utf8"));
    assert.is(run.status, "interrupted");
  }
  const list = await kgen(["list", runs]);
  assert.is(list.code, 0);
  assert.match(list.out, "complete");
  await until(() => hosts().length === 0, "the embedded host to end", 10);
});

test("Ctrl-C while the notebook executes ends its kernel too, and keeps the Runs", async () => {
  const target = join(folder, "three");
  const kernels = () => running("deno jupyter --kernel");
  const { child, said, ended } = startKgen(["demo", "--out", target, "--repeats", "1"], { env });
  await until(() => said.err.includes("executing notebook"), "the notebook", 60);
  await until(() => kernels().length > 0, "its kernel", 60);
  child.kill("SIGINT");
  const { code, err } = await ended;
  assert.is(code, 130, err);
  await until(() => kernels().length === 0, "the kernel to end", 10);
  assert.is(readdirSync(join(target, "runs")).length, 3);
  assert.not.ok(existsSync(join(target, "summary.json")));
});

test("show and compare read what the demo recorded", async () => {
  const [a, b] = readdirSync(join(out, "runs")).sort();
  const show = await kgen(["show", join(out, "runs", a)]);
  assert.is(show.code, 0, show.err);
  assert.match(show.out, "kNfe");
  assert.match(show.out, "stands in for Z-Image");
  const compare = await kgen(["compare", join(out, "runs", a), join(out, "runs", b)], {
    cwd: ROOT,
  });
  assert.is(compare.code, 0, compare.err);
  assert.match(compare.out, a);
  assert.match(compare.out, b);
});

test.after(clean);
test.run();
