// Recording: a FAKE py-spy and a FAKE ssh that say what the real ones say, and the real py-spy where there is one.
import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  findPySpy,
  pidOfPort,
  ProfileError,
  readProfile,
  recordProfile,
  topFunctions,
} from "@kgen/capture";

const REAL = fileURLToPath(
  new URL("fixtures/comfyui_cpu_tiny_turbo.pyspy.txt", import.meta.url),
);
const realPySpy = findPySpy();
const out = mkdtempSync(join(tmpdir(), "kgen-profile-"));
const path = process.env.PATH;
test.before.each(() => {
  process.env.PATH = path;
  delete process.env.KGEN_PYSPY;
});
test.after(() => {
  process.env.PATH = path;
  rmSync(out, { recursive: true });
});

const refused = (p: Promise<unknown>, words: RegExp) =>
  p.then(() => assert.unreachable(String(words)), (e) => {
    assert.instance(e, ProfileError);
    assert.match(e.message, words);
  });

/** A FAKE program of a test: a shell script. */
function fake(name: string, script: string) {
  writeFileSync(join(out, name), `#!/bin/bash\n# FAKE ${name} of kgen's tests.\n${script}\n`);
  chmodSync(join(out, name), 0o755);
  return join(out, name);
}

/** Writes the real profile, with the paths that it had, to the file after --output. */
const RECORDS = `
while [[ $1 != --output ]]; do shift; done
sed -e 's#(site-packages#(/home/me/venv/lib/python3.11/site-packages#g' -e 's#(python3#(/usr/lib/python3#g' \\
  -e 's#(main.py#(/home/me/ComfyUI/main.py#g' -e 's#(comfy/#(/home/me/ComfyUI/comfy/#g' "${REAL}" > "$2"
echo "py-spy> Wrote raw flamegraph data to '$2'. Samples: 63 Errors: 0"`;

test("recording leaves one whole file, without the paths of this computer", async () => {
  process.env.KGEN_PYSPY = fake("py-spy", RECORDS);
  const file = join(out, "deep", "profile.txt");
  const p = await recordProfile({ pid: 7, seconds: 1, out: file });
  assert.is(p.samples, (await readProfile(REAL)).samples);
  assert.is(readFileSync(file, "utf8"), readFileSync(REAL, "utf8"));
  assert.equal(readdirSync(join(out, "deep")), ["profile.txt"]);
});

test("over ssh: the profile comes through standard output, and nothing is left over there", async () => {
  fake("py-spy", RECORDS);
  fake(
    "ssh",
    `echo "$*" > "${out}/asked"\nwhile [[ $1 != -- ]]; do shift; done\nshift 2\nexport TMPDIR="${out}/there"\nmkdir -p "$TMPDIR"\nexec sh -c "$*"`,
  );
  process.env.PATH = out + delimiter + path;
  const p = await recordProfile({
    pid: 7,
    seconds: 1,
    out: join(out, "ssh.txt"),
    ssh: "me@box",
    native: true,
  });
  assert.is(p.samples, (await readProfile(REAL)).samples);
  assert.match(
    readFileSync(join(out, "asked"), "utf8"),
    /BatchMode=yes.* -- me@box f=\$\(mktemp\) && py-spy record .*--pid 7 --duration 1 --rate 100 --native/,
  );
  assert.equal(readdirSync(join(out, "there")), []);
});

test("a tool, a permission or a process that is missing: which, and what to do; no file is left", async () => {
  const o = { pid: 7, seconds: 1, out: join(out, "never.txt") };
  // The words of py-spy 0.4.3.
  const cases: [string, RegExp][] = [
    [
      `Permission Denied: Try running again with elevated permissions by going 'sudo env "PATH=$PATH" !!'`,
      /may not look into process 7.*CAP_SYS_PTRACE/,
    ],
    [
      "Error: Failed to get process executable name. Check that the process is running.",
      /no process 7/,
    ],
    ["Error: Failed to find python version from target process", /not a Python program/],
    ["Error: Failed to copy PyThreadState", /exit code 1: Error: Failed to copy PyThreadState/],
  ];
  for (const [said, words] of cases) {
    process.env.KGEN_PYSPY = fake("py-spy", `cat <<'END' >&2\n${said}\nEND\nexit 1`);
    await refused(recordProfile(o), words);
  }
  process.env.KGEN_PYSPY = join(out, "not-there");
  await refused(recordProfile(o), /no py-spy here: pip install py-spy/);
  delete process.env.KGEN_PYSPY;
  process.env.PATH = out;
  const ssh = { ...o, ssh: "box" };
  fake("ssh", "echo 'box: Permission denied (publickey).' >&2; exit 255");
  await refused(recordProfile(ssh), /box refused the login/);
  fake("ssh", "echo 'sh: 1: py-spy: not found' >&2; exit 127");
  await refused(recordProfile(ssh), /py-spy is not on the PATH of box/);
  assert.not.ok(existsSync(o.out));
  for (const bad of [{ pid: 0 }, { rate: 0.5 }, { seconds: 0 }]) {
    await recordProfile({ ...o, ...bad }).then(
      () => assert.unreachable(),
      (e) => assert.instance(e, RangeError),
    );
  }
  await recordProfile({ ...o, ssh: "-oX" }).then(
    () => assert.unreachable(),
    (e) => assert.instance(e, TypeError),
  );
});

test("the process behind a port", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  assert.is(await pidOfPort(port), process.pid);
  await new Promise((resolve) => server.close(resolve));
  assert.is(await pidOfPort(port), null);
});

if (realPySpy) {
  test("the real py-spy finds the function in which a Python program works", async () => {
    process.env.KGEN_PYSPY = realPySpy;
    const program = join(out, "busy.py");
    writeFileSync(program, "def busy():\n    while True:\n        sum(range(1000))\nbusy()\n");
    const child = spawn("python3", [program], { stdio: "ignore" });
    try {
      await sleep(300);
      const p = await recordProfile({
        pid: child.pid!,
        seconds: 1,
        rate: 50,
        out: join(out, "busy.txt"),
      });
      const [first] = topFunctions(p);
      assert.is(first.function, "busy");
      assert.ok(first.self_percent > 90);
      // Stopped early it keeps what it has.
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 1000);
      const early = join(out, "early.txt");
      const part = await recordProfile({
        pid: child.pid!,
        seconds: 60,
        out: early,
        signal: stop.signal,
      });
      assert.ok(part.samples > 5 && part.samples < 500, String(part.samples));
    } finally {
      child.kill("SIGKILL");
    }
  });
}

test.run();
