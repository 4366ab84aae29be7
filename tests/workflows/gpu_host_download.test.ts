// What a GPU host's downloader does when the network, the server or the disk fails it. A small server in this process plays all parts.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

const program = fileURLToPath(
  new URL("../../workflows/gpu-host/download_models.py", import.meta.url),
);
const folder = mkdtempSync(join(tmpdir(), "kgen-download-"));
// Longer than what a socket buffers, so that a cut shows.
const content = new Uint8Array(3_000_000).map((_, i) => (i * 31) % 251);
const sha256 = createHash("sha256").update(content).digest("hex");

interface Asked {
  path: string;
  range: string | undefined;
}
let asked: Asked[] = [];
/** What the server does next: cuts after so many bytes, answers a status, or serves. */
let plan: ("serve" | "ignore-range" | "html" | number | { cut: number })[] = [];

const server = createServer((request, response) => {
  asked.push({ path: request.url!, range: request.headers.range });
  const step = plan.shift() ?? "serve";
  if (typeof step === "number") return void response.writeHead(step).end();
  if (step === "html") {
    return void response.writeHead(200, { "content-type": "text/html" }).end("<html>log in</html>");
  }
  const start = step === "ignore-range"
    ? 0
    : Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  if (start >= content.length) {
    return void response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
  }
  response.writeHead(start ? 206 : 200, {
    "content-length": content.length - start,
    ...(start ? { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
  });
  if (typeof step === "object") {
    response.write(content.subarray(start, start + step.cut), () => response.destroy());
  } else {
    response.end(content.subarray(start));
  }
});
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

test.before.each(() => {
  asked = [];
  plan = [];
});
test.after(async () => {
  rmSync(folder, { recursive: true });
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

let count = 0;
/** A models folder of its own, and a list with one file. */
function place(model: Record<string, unknown> = {}, url = `${home}/one.safetensors`) {
  const models = join(folder, `${count++}`);
  mkdirSync(join(models, "vae"), { recursive: true });
  const list = join(models, "models.json");
  const entry = {
    file: "one.safetensors",
    directory: "vae",
    url,
    bytes: content.length,
    sha256,
    note: "",
    ...model,
  };
  writeFileSync(list, JSON.stringify([entry]));
  const file = join(models, "vae", "one.safetensors");
  const part = join(models, "vae", ".one.safetensors.part");
  const run = (args: string[] = [], env: Record<string, string> = {}, name = "all") =>
    new Promise<{ code: number; text: string }>((done, fail) => {
      const child = spawn("python3", [
        program,
        models,
        name,
        "--list",
        list,
        "--pause",
        "0.01",
        ...args,
      ], { env: { PATH: process.env.PATH!, PYTHONDONTWRITEBYTECODE: "1", ...env } });
      let text = "";
      child.stdout.on("data", (chunk) => text += chunk);
      child.stderr.on("data", (chunk) => text += chunk);
      child.on("error", fail).on("close", (code) => done({ code: code ?? -1, text }));
    });
  return { file, part, run, folder: join(models, "vae") };
}

/** Nothing but the file itself is left. */
function whole(at: ReturnType<typeof place>) {
  assert.equal(readdirSync(at.folder), ["one.safetensors"]);
  assert.ok(readFileSync(at.file).equals(content));
}

test("a file comes whole, and a second run asks for nothing", async () => {
  const at = place();
  assert.is((await at.run()).code, 0);
  whole(at);
  asked = [];
  const again = await at.run();
  assert.is(again.code, 0);
  assert.match(again.text, "is there");
  assert.equal(asked, []);
});

test("cut off three times: it goes on where it stopped", async () => {
  const at = place();
  plan = [{ cut: 400_000 }, { cut: 700_000 }, { cut: 100_000 }];
  const { code, text } = await at.run();
  assert.is(code, 0, text);
  whole(at);
  const starts = asked.map(({ range }) => Number(/\d+/.exec(range ?? "0")![0]));
  assert.is(starts.length, 4);
  assert.ok(starts.every((start, i) => i === 0 || start > starts[i - 1]), starts.join());
});

test("given up and run again: the part stays, the rest is asked for", async () => {
  const at = place();
  plan = [{ cut: 900_000 }, 503, 503];
  const first = await at.run(["--retries", "2"]);
  assert.is(first.code, 1);
  assert.match(first.text, "run this again: it goes on where it stopped");
  assert.not(existsSync(at.file));
  const have = statSync(at.part).size;
  assert.ok(have > 0 && have < content.length);
  asked = [];
  assert.is((await at.run()).code, 0);
  assert.equal(asked.map(({ range }) => range), [`bytes=${have}-`]);
  whole(at);
});

test("a server that cannot resume: from the start, and right", async () => {
  const at = place();
  plan = [{ cut: 500_000 }, "ignore-range"];
  assert.is((await at.run()).code, 0);
  assert.is(asked.length, 2);
  whole(at);
});

test("a part that is whole already is checked and put in place", async () => {
  const at = place();
  writeFileSync(at.part, content);
  assert.is((await at.run()).code, 0);
  whole(at);
});

test("a part of another file: thrown away, and got from the start", async () => {
  const at = place();
  writeFileSync(at.part, new Uint8Array(1000).fill(7));
  const { code, text } = await at.run();
  assert.is(code, 0, text);
  assert.match(text, "from the start again");
  whole(at);
});

test("a wrong hash: refused, and nothing is left", async () => {
  const at = place({ sha256: "0".repeat(64) });
  const { code, text } = await at.run();
  assert.is(code, 1);
  assert.match(text, /has SHA-256 [0-9a-f]{64}, expected 0{64}/);
  assert.equal(readdirSync(at.folder), []);
});

test("a wrong size: refused before anything is written", async () => {
  const at = place({ bytes: content.length + 1 });
  const { code, text } = await at.run();
  assert.is(code, 1);
  assert.match(text, `the server has ${content.length} bytes, the list says ${content.length + 1}`);
  assert.equal(readdirSync(at.folder), []);
});

test("size and hash unknown: whole by what the server says", async () => {
  const at = place({ bytes: null, sha256: null });
  plan = [{ cut: 300_000 }];
  const { code, text } = await at.run();
  assert.is(code, 0);
  assert.match(text, "no SHA-256 is known");
  whole(at);
});

test("a file in place with another size is not touched", async () => {
  const at = place();
  writeFileSync(at.file, "mine");
  const { code, text } = await at.run();
  assert.is(code, 1);
  assert.match(text, "It is not touched");
  assert.is(readFileSync(at.file, "utf8"), "mine");
  assert.equal(asked, []);
});

test("a web page in the file's place, and 404: no retries, a word on what to do", async () => {
  const page = place();
  plan = ["html"];
  const first = await page.run();
  assert.is(first.code, 1);
  assert.match(first.text, "a web page and no file");
  const missing = place();
  plan = [404];
  asked = [];
  const second = await missing.run();
  assert.is(second.code, 1);
  assert.match(second.text, "404");
  assert.is(asked.length, 1);
});

test("the disk is full: said in words, and the part can be gone on with", async () => {
  // /dev/full takes no byte and answers as a full disk does.
  const at = place();
  if (existsSync("/dev/full")) {
    symlinkSync("/dev/full", at.part);
    const { code, text } = await at.run();
    assert.is(code, 1);
    assert.match(text, "the disk is full");
    assert.match(text, "it goes on where it stopped");
    assert.not(existsSync(at.file));
  } else console.log("skipped: a full disk (this system has no /dev/full)");
});

test("nobody listens: what to set", async () => {
  const at = place({}, "http://127.0.0.1:9/one.safetensors");
  const { code, text } = await at.run(["--retries", "1"]);
  assert.is(code, 1);
  assert.match(text, "HF_ENDPOINT=https://hf-mirror.com");
});

test("HF_ENDPOINT is asked instead of huggingface.co", async () => {
  const at = place({}, "https://huggingface.co/a/b/resolve/main/one.safetensors");
  assert.is((await at.run([], { HF_ENDPOINT: `${home}/` })).code, 0);
  assert.equal(asked.map(({ path }) => path), ["/a/b/resolve/main/one.safetensors"]);
  whole(at);
});

test("--check reads what is there, --dry-run asks nobody, a wrong name is told with the right ones", async () => {
  const at = place();
  assert.match((await at.run(["--dry-run"])).text, "would get one.safetensors");
  assert.is((await at.run(["--check"])).code, 1);
  await at.run();
  assert.is((await at.run(["--check"])).code, 0);
  const changed = content.slice();
  changed[5]++;
  writeFileSync(at.file, changed);
  assert.match((await at.run(["--check"])).text, "has SHA-256");
  const wrong = await at.run([], {}, "nonsense");
  assert.is(wrong.code, 2);
  assert.match(wrong.text, "turbo, base, all, one.safetensors");
});

test.run();
