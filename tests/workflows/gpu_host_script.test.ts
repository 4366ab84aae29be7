// The one-click script from start to end, with a git repository and a Python environment that this test makes: no
// network, no packages, no GPU. The server is forty lines of Python behind ComfyUI's file names.
import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
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

const workflows = fileURLToPath(new URL("../../workflows", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "kgen-1key-"));
interface Place {
  dir: string;
  url: string;
  run: (...args: string[]) => Promise<{ code: number; text: string }>;
}
const started: Place[] = [];
test.after(async () => {
  for (const at of started) await at.run("--stop");
  rmSync(folder, { recursive: true });
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

const main = `
import http.server, json, os, sys
if os.environ.get("FAKE") == "dies":
    print("cannot import a module of that name")
    sys.exit(3)
port = int(sys.argv[sys.argv.index("--port") + 1])
address = sys.argv[sys.argv.index("--listen") + 1]
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"system": {"comfyui_version": "0.33.0", "argv": sys.argv}, "devices": []}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer((address, port), Answer).serve_forever()
`;

/** A git repository that looks like ComfyUI's as far as the script reads it. */
const repo = join(folder, "repo");
mkdirSync(repo);
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=kgen", "-c", "user.email=kgen@example", ...args], {
    cwd: repo,
    stdio: "pipe",
  });
git("init", "--quiet");
for (const version of ["0.32.0", "0.33.0"]) {
  writeFileSync(join(repo, "comfyui_version.py"), `__version__ = "${version}"\n`);
  writeFileSync(join(repo, "requirements.txt"), "");
  writeFileSync(join(repo, "main.py"), main);
  git("add", "-A");
  git("commit", "--quiet", "-m", version);
  git("tag", `v${version}`);
}

/** An environment whose Python has every package that it is asked for. */
const venv = join(folder, "venv");
mkdirSync(join(venv, "bin"), { recursive: true });
writeFileSync(
  join(venv, "bin/python"),
  `#!/bin/sh\n[ "$1" = -c ] && exit \${FAKE_LACKS:-0}\nexec python3 "$@"\n`,
);
chmodSync(join(venv, "bin/python"), 0o755);

/** The kit's workflows, copied: a stand-in for the plugin must not touch the real one. */
const kit = join(folder, "workflows");
cpSync(join(workflows, "gpu-host"), join(kit, "gpu-host"), { recursive: true });
mkdirSync(join(kit, "comfyui-kgen"));
writeFileSync(join(kit, "comfyui-kgen/__init__.py"), "NODE_CLASS_MAPPINGS = {}\n");
writeFileSync(join(kit, "models.json"), "[]");

/** A folder with an nvidia-smi that tells of one card with this driver, or that fails. */
function driver(version: string | null): string {
  const bin = mkdtempSync(join(folder, "bin-"));
  const body = version
    ? `echo "NVIDIA H100 80GB HBM3, 81559 MiB, ${version}"`
    : "echo 'Failed to initialize NVML: Driver/library version mismatch'; exit 18";
  writeFileSync(join(bin, "nvidia-smi"), `#!/bin/sh\n${body}\n`);
  chmodSync(join(bin, "nvidia-smi"), 0o755);
  return `${bin}:${process.env.PATH}`;
}

function place(port: number, env: Record<string, string> = {}, gpu = false): Place {
  const dir = mkdtempSync(join(folder, "host "));
  const run = (...args: string[]) =>
    new Promise<{ code: number; text: string }>((done) => {
      const child = spawn("bash", [
        join(kit, "gpu-host/1键启动.sh"),
        ...(gpu ? [] : ["--cpu"]),
        "--no-download",
        "--dir",
        dir,
        "--port",
        String(port),
        "--venv",
        venv,
        ...args,
      ], {
        env: {
          PATH: process.env.PATH!,
          HOME: folder,
          COMFYUI_REPO: repo,
          WAIT_S: "20",
          ...env,
        },
      });
      let text = "";
      child.stdout.on("data", (chunk) => text += chunk);
      child.stderr.on("data", (chunk) => text += chunk);
      child.on("exit", (code) => done({ code: code ?? -1, text }));
    });
  const at = { dir, run, url: `http://127.0.0.1:${port}` };
  started.push(at);
  return at;
}

test("from nothing to an answer; again changes nothing; stop ends it", async () => {
  const at = place(await freePort());
  const first = await at.run();
  assert.is(first.code, 0, first.text);
  for (let step = 1; step <= 7; step++) assert.match(first.text, `== ${step}/7 `);
  assert.match(first.text, `KGEN_HOST=${at.url} ./kgen doctor --host ${at.url}`);
  assert.match(first.text, "ssh -N -L");
  const { system } = await (await fetch(`${at.url}/system_stats`)).json();
  assert.equal(system.argv.slice(1, 3), ["--listen", "127.0.0.1"]);
  assert.ok(system.argv.includes("--cpu"));
  assert.ok(existsSync(join(at.dir, "ComfyUI/custom_nodes/comfyui-kgen/__init__.py")));

  const pid = readFileSync(join(at.dir, "server.pid"), "utf8");
  const again = await at.run();
  assert.is(again.code, 0, again.text);
  assert.match(again.text, "is there 已存在");
  assert.match(again.text, "runs already");
  assert.is(readFileSync(join(at.dir, "server.pid"), "utf8"), pid);

  assert.match((await at.run("--stop")).text, "Server ended");
  assert.match((await at.run("--stop")).text, "No server of this script runs");
});

test("a dry run shows the steps and leaves nothing", async () => {
  const at = place(await freePort());
  const { code, text } = await at.run("--dry-run", "--dir", join(at.dir, "new"));
  assert.is(code, 0, text);
  assert.match(text, "== 7/7");
  assert.match(text, "git -c advice.detachedHead=false clone");
  assert.not(existsSync(join(at.dir, "new")));
});

test("the server ends at its start: the end of its log, and what to do", async () => {
  const at = place(await freePort(), { FAKE: "dies" });
  const { code, text } = await at.run();
  assert.is(code, 1);
  assert.match(text, "the server ended");
  assert.match(text, "| cannot import a module of that name");
});

test("a port that another has: refused, with the next one named", async () => {
  const other = createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const { port } = other.address() as AddressInfo;
  const { code, text } = await place(port).run();
  other.closeAllConnections();
  await new Promise((done) => other.close(done));
  assert.is(code, 1);
  assert.match(text, `--port ${port + 1}`);
});

test("no repository, and then there is one: the second run goes on", async () => {
  const port = await freePort();
  const at = place(port, { COMFYUI_REPO: join(folder, "nowhere") });
  const first = await at.run("--no-start");
  assert.is(first.code, 1);
  assert.match(first.text, "git clone of");
  assert.not(existsSync(join(at.dir, "ComfyUI")));
  // What a cut-off clone leaves is thrown away.
  mkdirSync(join(at.dir, "ComfyUI.part"));
  const second = await place(port).run("--no-start", "--dir", at.dir);
  assert.is(second.code, 0, second.text);
  assert.not(existsSync(join(at.dir, "ComfyUI.part")));
  assert.match(second.text, "left out with --no-start");
});

test("an older clone is brought to the pinned version; changed files stop that", async () => {
  const at = place(await freePort());
  const comfy = join(at.dir, "ComfyUI");
  execFileSync("git", ["clone", "--quiet", "--branch", "v0.32.0", repo, comfy], { stdio: "pipe" });
  assert.is((await at.run("--no-start")).code, 0);
  assert.match(readFileSync(join(comfy, "comfyui_version.py"), "utf8"), "0.33.0");
  execFileSync("git", ["checkout", "--quiet", "v0.32.0"], { cwd: comfy, stdio: "pipe" });
  writeFileSync(join(comfy, "comfyui_version.py"), '__version__ = "0.32.0" # mine\n');
  const changed = await at.run("--no-start");
  assert.is(changed.code, 1);
  assert.match(changed.text, "files of ComfyUI were changed");
  assert.match(readFileSync(join(comfy, "comfyui_version.py"), "utf8"), "mine");
});

test("an environment without the packages, a wrong option, a wrong port", async () => {
  const at = place(await freePort(), { FAKE_LACKS: "1" });
  const lacking = await at.run();
  assert.is(lacking.code, 1);
  assert.match(lacking.text, "lacks packages that ComfyUI needs");
  assert.is((await at.run("--nonsense")).code, 2);
  assert.is((await at.run("--port", "99999")).code, 2);
  assert.is((await at.run("--port")).code, 2);
});

test("the card and its driver: told, too old, not working, and older wheels for an older driver", async () => {
  const port = await freePort();
  const ready = await place(port, { PATH: driver("580.82.07") }, true).run("--no-start");
  assert.is(ready.code, 0, ready.text);
  assert.match(ready.text, "gpu     NVIDIA H100 80GB HBM3, 81559 MiB, 580.82.07");
  const old = await place(port, { PATH: driver("550.54") }, true).run("--no-start");
  assert.is(old.code, 1);
  assert.match(old.text, "driver 550.54 is older than 580");
  const env = { PATH: driver("550.54"), TORCH_INDEX: "https://download.pytorch.org/whl/cu126" };
  assert.is((await place(port, env, true).run("--no-start")).code, 0);
  const broken = await place(port, { PATH: driver(null) }, true).run("--no-start");
  assert.is(broken.code, 1);
  assert.match(broken.text, "Driver/library version mismatch");
});

test("a port open to others is warned of", async () => {
  const at = place(await freePort());
  const { text } = await at.run("--listen", "0.0.0.0", "--dry-run");
  assert.match(text, "WARNING: everyone who reaches 0.0.0.0");
});

test.run();
