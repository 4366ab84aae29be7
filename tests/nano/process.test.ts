/** The host as a process: how it starts, refuses to start, and ends, with nothing left behind. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { HostStartError, startHost } from "@kgen/nano";
import { Client } from "./client.ts";
import { turbo } from "./scenarios/graphs.ts";

const main = new URL("../../lib/nano/main.ts", import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), "kgen-process-test-"));
// The hosts' own scratch folders go here, so that what they leave can be seen.
process.env.TMPDIR = scratch;
test.after(() => rmSync(scratch, { recursive: true }));

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<void> {
  const end = performance.now() + 5000;
  while (alive(pid)) {
    assert.ok(performance.now() < end, `process ${pid} is still there`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

interface Ended {
  code: number | null;
  out: string;
}

function start(args: string[], stdin: "ignore" | "pipe" = "ignore") {
  const child: ChildProcess = spawn(Deno.execPath(), ["run", "-A", main, ...args], {
    stdio: [stdin, "pipe", "pipe"],
  });
  let out = "";
  child.stdout!.on("data", (bytes) => out += bytes);
  child.stderr!.on("data", (bytes) => out += bytes);
  const ended = new Promise<Ended>((done) => child.on("close", (code) => done({ code, out })));
  const says = async (text: RegExp) => {
    while (!text.test(out)) await new Promise((done) => setTimeout(done, 20));
    return text.exec(out)!;
  };
  return { child, ended, says };
}

test("starts, answers, stops, and leaves nothing", async () => {
  const host = await startHost();
  assert.match(host.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.ok((await fetch(`${host.url}/prompt`)).ok);
  await host.stop();
  await host.stop();
  assert.not.ok(alive(host.pid));
  assert.equal(readdirSync(scratch), []);
});

test("a port that is taken: a clear error, from startHost and from the command", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.on("listening", done));
  const { port } = server.address() as { port: number };
  const error = await startHost({ port }).catch((e) => e);
  assert.instance(error, HostStartError);
  assert.match(error.message, `port ${port} is taken`);
  const { code, out } = await start(["--port", String(port)]).ended;
  assert.is(code, 1);
  assert.match(
    out,
    `kgen host: port ${port} is taken by another program: choose another with --port`,
  );
  assert.equal(readdirSync(scratch), []);
  await new Promise((done) => server.close(done));
});

test("wrong arguments are named", async () => {
  for (
    const [args, text] of [
      [["--port", "99999"], "--port needs a whole number from 0 to 65535, got 99999"],
      [["--threads=0"], "--threads needs a whole number from 1 to 256, got 0"],
      [["--dir"], "--dir needs a folder"],
      [["--speed"], "unknown argument --speed"],
    ] as const
  ) {
    const { code, out } = await start([...args]).ended;
    assert.is(code, 2);
    assert.match(out, text);
  }
});

test("Deno that is not there", async () => {
  process.env.KGEN_DENO = "/nowhere/deno";
  const error = await startHost().catch((e) => e);
  delete process.env.KGEN_DENO;
  assert.instance(error, HostStartError);
  assert.match(error.message, "cannot run Deno");
});

test("a child ends when its standard input does, in the middle of a run", async () => {
  const dir = join(scratch, "pictures");
  const { child, ended, says } = start(["--child", "--port", "0", "--dir", dir], "pipe");
  const [, url] = await says(/"url":"(.*?)"/);
  const client = await Client.open(url);
  const id = await client.submit(turbo({ "3": { steps: 5000 } }));
  await client.until(({ type, data }) => type === "progress" && data.prompt_id === id);
  child.stdin!.end();
  assert.is((await ended).code, 0);
  assert.equal(readdirSync(dir), []);
  rmSync(dir, { recursive: true });
  assert.equal(readdirSync(scratch), []);
});

test("no host is left when its parent is killed", async () => {
  const script = `import { startHost } from "@kgen/nano";
    const { pid } = await startHost(); console.log("pid", pid); setInterval(() => {}, 1000);`;
  const parent = spawn(Deno.execPath(), ["eval", script], {
    cwd: new URL("../..", import.meta.url).pathname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pid = await new Promise<number>((done) =>
    parent.stdout!.on("data", (bytes) => done(Number(/pid (\d+)/.exec(String(bytes))![1])))
  );
  assert.ok(alive(pid));
  parent.kill("SIGKILL");
  await gone(pid);
  assert.equal(readdirSync(scratch), []);
});

test("a program that forgets its host can still end, and the host with it", async () => {
  const script = `import { startHost } from "@kgen/nano"; console.log((await startHost()).pid);`;
  const parent = spawn(Deno.execPath(), ["eval", script], {
    cwd: new URL("../..", import.meta.url).pathname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  parent.stdout!.on("data", (bytes) => out += bytes);
  assert.is(await new Promise((done) => parent.on("close", done)), 0);
  await gone(Number(out));
});

test("in a terminal: Ctrl-C ends it, the end of standard input does not, a child ignores Ctrl-C", async () => {
  const dir = join(scratch, "pictures");
  const own = start(["--port", "0", "--dir", dir]);
  const [, url] = await own.says(/(http:\S+)/);
  await new Promise((done) => setTimeout(done, 100));
  assert.ok((await fetch(`${url}/prompt`)).ok);
  process.kill(own.child.pid!, "SIGINT");
  assert.is((await own.ended).code, 0);
  rmSync(dir, { recursive: true });

  const child = start(["--child", "--port", "0"], "pipe");
  const [, other] = await child.says(/"url":"(.*?)"/);
  process.kill(child.child.pid!, "SIGINT");
  await new Promise((done) => setTimeout(done, 100));
  assert.ok((await fetch(`${other}/prompt`)).ok);
  process.kill(child.child.pid!, "SIGTERM");
  assert.is((await child.ended).code, 0);
  assert.equal(readdirSync(scratch), []);
  assert.ok(!existsSync(dir));
});

test.run();
