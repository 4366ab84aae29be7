// What set-up says when the computer lacks something. Programs are hidden or replaced by a PATH of its own.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import process from "node:process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ROOT, scratch, until } from "./kgen.ts";

/** A copy of the launcher without .venv and node_modules, and a PATH with only the programs named. */
function bare(programs: Record<string, string>) {
  const { folder, clean } = scratch();
  const project = join(folder, "kgen");
  mkdirSync(join(project, "lib/cli"), { recursive: true });
  for (
    const file of [
      "kgen",
      "package.json",
      "package-lock.json",
      "lib/cli/setup.sh",
      "lib/cli/help.txt",
    ]
  ) {
    copyFileSync(join(ROOT, file), join(project, file));
  }
  cpSync(join(ROOT, "lib/notebook"), join(project, "lib/notebook"), { recursive: true });
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (
    const name of [
      "bash",
      "env",
      "cat",
      "cksum",
      "dirname",
      "readlink",
      "mkdir",
      "rm",
      "grep",
      "sleep",
      "tail",
      "sed",
    ]
  ) {
    symlinkSync(execFileSync("which", [name], { encoding: "utf8" }).trim(), join(bin, name));
  }
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), script);
    chmodSync(join(bin, name), 0o755);
  }
  const run = (...args: string[]) =>
    spawnSync(join(project, "kgen"), args, { env: { PATH: bin, HOME: folder }, encoding: "utf8" });
  const start = (...args: string[]) =>
    spawn(join(project, "kgen"), args, {
      env: { PATH: bin, HOME: folder },
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
  return { project, run, start, clean };
}

const GOOD = "#!/bin/sh\nexit 0\n";
const OLD_PYTHON = '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.8.10 && exit 0\nexit 1\n';

test("help needs nothing installed", () => {
  const { run, clean } = bare({});
  const { status, stdout } = run();
  clean();
  assert.is(status, 0);
  assert.match(stdout, "./kgen demo");
});

test("an old Python is named, with what to install", () => {
  const { run, project, clean } = bare({ python3: OLD_PYTHON, node: GOOD, npm: GOOD });
  const { status, stderr } = run("demo");
  const left = existsSync(join(project, ".venv"));
  clean();
  assert.is(status, 1);
  assert.match(stderr, "needs Python 3.10 or newer; found Python 3.8.10");
  assert.match(stderr, "apt install python3");
  assert.not.ok(left);
});

test("a missing and an old Node.js are named, with what to install", () => {
  const without = bare({ python3: GOOD });
  const missing = without.run("demo");
  without.clean();
  assert.is(missing.status, 1);
  assert.match(missing.stderr, "needs Node.js 20.20 or newer; found none");

  const old = '#!/bin/sh\n[ "$1" = --version ] && echo v18.19.0 && exit 0\nexit 1\n';
  const withOld = bare({ python3: GOOD, node: old, npm: GOOD });
  const refused = withOld.run("demo");
  withOld.clean();
  assert.is(refused.status, 1);
  assert.match(refused.stderr, "found v18.19.0");
});

test("a linked .venv is refused, and what it points to stays", () => {
  const { run, project, clean } = bare({ python3: GOOD, node: GOOD, npm: GOOD });
  const other = join(project, "..", "other");
  mkdirSync(other);
  writeFileSync(join(other, "precious"), "");
  symlinkSync(other, join(project, ".venv"));
  const { status, stderr } = run("demo");
  const kept = existsSync(join(other, "precious"));
  clean();
  assert.is(status, 1);
  assert.match(stderr, ".venv is a link to");
  assert.ok(kept);
});

test("an installation that fails leaves no stamp, shows its log, and is tried again", () => {
  // A python that makes no environment, as on a disk without room.
  const python = '#!/bin/sh\n[ "$1" = -c ] && exit 0\necho "No space left on device" >&2\nexit 1\n';
  const { run, project, clean } = bare({
    python3: python,
    node: GOOD,
    npm: "#!/bin/sh\nmkdir -p node_modules\n",
  });
  const first = run("demo");
  const stamps = [".venv", "node_modules"].map((name) =>
    existsSync(join(project, name, "kgen-stamp"))
  );
  const second = run("demo");
  clean();
  assert.is(first.status, 1);
  assert.match(first.stderr, "No space left on device");
  assert.match(first.stderr, "Then run the same command again");
  assert.equal(stamps, [false, true]);
  // What was finished is not done again.
  assert.not.match(second.stderr, "installing JavaScript");
  assert.match(second.stderr, "installing JupyterLab");
});

test("Ctrl-C in set-up ends what it started, says how to go on, and leaves no stamp", async () => {
  // An installer that ignores SIGTERM, as npm does.
  const npm = '#!/bin/sh\ntrap "" TERM\necho $$ > npm.pid\nwhile :; do sleep 1; done\n';
  const { project, start, clean } = bare({ python3: GOOD, node: GOOD, npm });
  const child = start("demo");
  let said = "";
  child.stderr!.setEncoding("utf8").on("data", (text) => said += text);
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const pidFile = join(project, "npm.pid");
  await until(() => existsSync(pidFile) && readFileSync(pidFile, "utf8").trim() !== "", "npm");
  const pid = Number(readFileSync(pidFile, "utf8"));
  // A terminal sends it to every process in the foreground.
  process.kill(-child.pid!, "SIGINT");
  await ended;
  await until(() => !existsSync(`/proc/${pid}`), "npm to end", 5);
  const left = ["setup.lock"].filter((name) => existsSync(join(project, ".kgen", name)));
  const stamp = existsSync(join(project, "node_modules/kgen-stamp"));
  clean();
  assert.match(said, "run the same command again");
  assert.equal(left, []);
  assert.not.ok(stamp);
});

test.run();
