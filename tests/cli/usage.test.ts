// Wrong usage and hosts that do not answer: one clear message, and the exit code to match.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { usage } from "../../lib/nano/args.ts";
import { kgen, ROOT, scratch } from "./kgen.ts";

test("./kgen alone lists the commands, and every command has its own help", async () => {
  const { code, out } = await kgen([]);
  assert.is(code, 0);
  const listed = [...out.matchAll(/^ {2}\.\/kgen (\w+)/gm)].map((m) => m[1]);
  const main = readFileSync(join(ROOT, "lib/cli/main.ts"), "utf8");
  const known = [...main.matchAll(/^ {2}(\w+): \(\) => import/gm)].map((m) => m[1]);
  assert.equal(listed.filter((name) => name !== "setup").sort(), known.sort());
  for (const name of known) {
    const help = await kgen([name, "--help"]);
    assert.is(help.code, 0, name);
    assert.match(help.out, `./kgen ${name}`);
  }
});

test("the help of host names every option that the host takes", async () => {
  const { out } = await kgen(["host", "--help"]);
  const flags = (text: string) =>
    [...new Set(text.match(/--[a-z]+/g))].filter((f) => f !== "--host").sort();
  assert.equal(flags(out), flags(usage));
  assert.ok(flags(out).includes("--models"));
});

test("an unknown command, option, workflow or number is exit code 2 and says what there is", async () => {
  const cases: [string[], RegExp][] = [
    [["dmeo"], /no command "dmeo".*demo/],
    [["demo", "--fast"], /--fast/],
    [["run"], /one WORKFLOW/],
    [["run", "no-such"], /neither a template nor a file.*zimage-turbo-speed-test/],
    [["run", "zimage-turbo-speed-test", "--steps", "eight"], /--steps takes a whole number/],
    [["run", "zimage-turbo-speed-test", "--cfg", ""], /--cfg takes a number/],
    [["run", "zimage-turbo-speed-test", "--set", "steps=4"], /NODE\.INPUT=VALUE/],
    [["run", "zimage-edit", "--image", "README.md"], /--image: README\.md is no picture; name/],
    [["run", "zimage-edit", "--image", "lib"], /--image: lib is a folder/],
    [["run", "zimage-edit", "--image", "no.png"], /--image: there is no file no\.png/],
    [["demo", "--out", "README.md"], /README\.md is a file; name a folder/],
    [["compare", "one"], /two RUNs/],
    [["bench", "everything"], /no benchmark/],
  ];
  for (const [args, wanted] of cases) {
    const { code, err, out } = await kgen(args, { cwd: ROOT });
    assert.is(code, 2, args.join(" "));
    assert.match(err, wanted);
    assert.match(err, /--help|commands/);
    assert.is(out, "");
  }
});

test("a refused connection names the address and what to do", async () => {
  const { code, err } = await kgen([
    "run",
    "zimage-turbo-speed-test",
    "--host",
    "http://127.0.0.1:1",
  ]);
  assert.is(code, 1);
  assert.match(err, "127.0.0.1:1");
  assert.match(err, "--host embedded");
  assert.not.match(err, /\n\s+at /);
});

test("another server at the address is not taken for ComfyUI", async () => {
  const server = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end("<html>hello</html>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { code, err } = await kgen(["run", "zimage-turbo-speed-test", "--host", url]);
  server.close();
  assert.is(code, 1);
  assert.match(err, /ComfyUI/);
  assert.match(err, url);
});

test("a Run that does not exist, and a folder that is none, are named", async () => {
  const missing = await kgen(["show", "20200101T000000-turbo-1-abcd"]);
  assert.is(missing.code, 1);
  assert.match(missing.err, /no Run "20200101T000000-turbo-1-abcd"/);
  const { folder, clean } = scratch();
  try {
    const empty = await kgen(["show", folder]);
    assert.is(empty.code, 1);
    assert.match(empty.err, folder);
    const list = await kgen(["list", folder]);
    assert.is(list.code, 0);
    assert.match(list.out, /No Runs in/);
  } finally {
    clean();
  }
});

test("a workflow with a missing node, a missing file or a wrong size is refused before it is queued", async () => {
  const { folder, clean } = scratch();
  try {
    const api = JSON.parse(
      readFileSync(join(ROOT, "workflows/zimage-turbo-speed-test.api.json"), "utf8"),
    );
    const broken = structuredClone(api);
    const id = Object.keys(broken)[0];
    broken[id].class_type = "NoSuchNode";
    const file = join(folder, "broken.json");
    writeFileSync(file, JSON.stringify(broken));
    const out = join(folder, "runs");
    const node = await kgen(["run", file, "--host", "embedded", "--out", out]);
    assert.is(node.code, 1);
    assert.match(node.err, /NoSuchNode/);
    const model = [
      "run",
      "zimage-turbo-speed-test",
      "--set",
      "28.unet_name=absent.safetensors",
      "--out",
      out,
    ];
    const absent = await kgen(model);
    assert.is(absent.code, 1);
    assert.match(absent.err, /absent\.safetensors/);
    const large = await kgen([
      "run",
      "zimage-turbo-speed-test",
      "--width",
      "512",
      "--height",
      "512",
      "--out",
      out,
    ]);
    assert.is(large.code, 1);
    assert.match(large.err, /512/);
    assert.match(large.err, /96/);
    // Nothing half written: no folder of a Run that never began.
    assert.equal(
      readdirSync(folder).filter((name) => name !== "broken.json" && name !== "runs"),
      [],
    );
  } finally {
    clean();
  }
});

test("a prompt with no word that the model knows is said, and runs", async () => {
  const { folder, clean } = scratch();
  try {
    const args = [
      "run",
      "zimage-turbo-speed-test",
      "--prompt",
      "qwxzk",
      "--seed",
      "1",
      "--out",
      folder,
      "--json",
    ];
    const { code, err, out } = await kgen(args);
    assert.is(code, 0);
    assert.match(err, /knows no word of this prompt/);
    assert.is(JSON.parse(out).runs[0].nfe, 8);
  } finally {
    clean();
  }
});

test("runs without a sampling window are kept and shown; what cannot be computed is said", async () => {
  const { folder, clean } = scratch();
  try {
    const args = [
      "--steps",
      "1",
      "--repeats",
      "2",
      "--seed",
      "1",
      "--prompt",
      "red apple",
      "--out",
      folder,
    ];
    const { code, out, err } = await kgen(["run", "zimage-turbo-speed-test", ...args]);
    assert.is(code, 0, err);
    assert.match(out, "not computed over the runs");
    assert.is(readdirSync(folder).filter((name) => !name.endsWith(".partial")).length, 2);
  } finally {
    clean();
  }
});

test.run();
