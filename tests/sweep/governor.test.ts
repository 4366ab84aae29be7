// A ladder gives back what it found, whatever ends it. The card is SYNTHETIC (fake_smi.ts).
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Governor, restoreFound, smi, SweepError } from "@kgen/sweep";
import { fakeSmi } from "./fake_smi.ts";

const root = mkdtempSync(join(tmpdir(), "kgen-ladder-"));
test.after(() => rmSync(root, { recursive: true }));
let count = 0;
function place(o: { permitted?: boolean } = {}) {
  const folder = join(root, String(++count)), dir = join(folder, "sweep");
  mkdirSync(dir, { recursive: true });
  const card = fakeSmi(folder, o);
  return { folder, dir, card, smi: smi("", card.program) };
}

test("found, set, given back; the file is gone then", () => {
  const { dir, card, smi } = place();
  const governor = Governor.open(dir, "power", { smi });
  assert.equal([governor.found.power_limit_w, governor.found.power_max_w], [650, 700]);
  governor.check([200, 700]);
  assert.throws(() => governor.check([100]), /200 to 700 W, not 100/);
  governor.set(400);
  assert.is(card.limit(), 400);
  assert.is(readdirSync(dir).length, 1, "what was found is in a file while it holds");
  governor.restore();
  governor.restore();
  assert.is(card.limit(), 650);
  assert.equal(readdirSync(dir), []);
});

test("clocks are reset, as the file says, and only after they were set: somebody's lock is left alone", () => {
  const { dir, card, smi } = place();
  smi(["-i", "0", "-lgc", "900,900"]);
  const untouched = Governor.open(dir, "clock", { smi });
  assert.throws(() => untouched.check([9000]), RangeError);
  untouched.restore();
  assert.is(card.clock(), "-lgc 900,900");
  const governor = Governor.open(dir, "clock", { smi });
  const file = readFileSync(join(dir, "found-before-the-ladder.json"), "utf8");
  assert.match(file, /resets the SM clocks to default: a lock set by somebody else is lost/);
  governor.set(1200);
  assert.is(card.clock(), "-lgc 1200,1200");
  governor.restore();
  assert.is(card.clock(), "-rgc");
});

test("without permission or program it is refused with a clear word, and nothing is left", () => {
  const { dir, smi: denied } = place({ permitted: false });
  const refused = (run: typeof denied) => {
    let governor: Governor | null = null;
    try {
      governor = Governor.open(dir, "power", { smi: run });
      governor.set(400);
    } catch (error) {
      assert.instance(error, SweepError);
      assert.is((error as SweepError).code, "no_permission");
      governor?.restore();
      return (error as Error).message;
    }
    throw new Error("not refused");
  };
  assert.match(refused(denied), /Insufficient Permissions.*needs root/);
  assert.match(refused(smi("", join(root, "no-such-program"))), /needs root/);
  assert.equal(readdirSync(dir), []);
  assert.throws(() => smi("ssh:-oProxyCommand=x"), TypeError);
});

/** A process that holds the first rung. */
async function holding(
  folder: string,
  dir: string,
  how = "",
  through = "env",
): Promise<ChildProcess> {
  const script = fileURLToPath(new URL("ladder_process.ts", import.meta.url));
  const child = spawn(through, [process.execPath, "run", "-A", script, dir, how], {
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on("data", (text) => String(text).includes("holding") && resolve());
    child.on("exit", () => reject(new Error("ended before it held")));
  });
  return child;
}
const gone = (child: ChildProcess) => new Promise((resolve) => child.on("exit", resolve));

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  test(`${name}: the limit is given back`, async () => {
    const { folder, dir, card } = place();
    const child = await holding(folder, dir);
    assert.is(card.limit(), 400);
    child.kill(name);
    await gone(child);
    assert.is(card.limit(), 650);
    assert.equal(readdirSync(dir), []);
    assert.not.ok(card.log().some((line) => line.includes("300")), "the next rung is not begun");
  });
}

test("a terminal that is closed: the limit is given back, although nothing can be written any more", async () => {
  const { folder, dir, card } = place();
  const script = fileURLToPath(new URL("ladder_process.ts", import.meta.url));
  // A process in a terminal of its own, which is closed when it holds; then it has to end by itself.
  const terminal = `
import os, pty, sys
pid, master = pty.fork()
if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
said = b""
while b"holding" not in said: said += os.read(master, 1000)
os.close(master)
os.waitpid(pid, 0)`;
  const python = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));
  const child = spawn(
    python,
    ["-c", terminal, process.execPath, "run", "-A", script, dir, "talks"],
    {
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
      stdio: "inherit",
    },
  );
  await gone(child);
  assert.is(card.limit(), 650);
  assert.equal(readdirSync(dir), []);
});

test("under nohup a closed terminal stops nothing", async () => {
  const { folder, dir, card } = place();
  const child = await holding(folder, dir, "", "nohup");
  child.kill("SIGHUP");
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.is(card.limit(), 400);
  process.kill(child.pid!, "SIGTERM");
  await gone(child);
  assert.is(card.limit(), 650);
});

test("a second Ctrl-C ends it at once, and the limit is given back even so", async () => {
  const { folder, dir, card } = place();
  const child = await holding(folder, dir, "deaf");
  child.kill("SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.is(card.limit(), 400);
  process.kill(child.pid!, "SIGINT"); // Deno's child.kill() sends a signal only once
  await gone(child);
  assert.is(card.limit(), 650);
});

test("kill -9: the file says what was found, and restore or the next ladder gives it back", async () => {
  const { folder, dir, card, smi } = place();
  const child = await holding(folder, dir);
  child.kill("SIGKILL");
  await gone(child);
  assert.is(card.limit(), 400);
  assert.is(restoreFound(dir, smi)?.power_limit_w, 650);
  assert.is(card.limit(), 650);
  assert.is(restoreFound(dir, smi), null);
  const again = await holding(folder, dir);
  again.kill("SIGKILL");
  await gone(again);
  const governor = Governor.open(dir, "power", { smi });
  assert.is(governor.found.power_limit_w, 650, "not the 400 of the dead one");
  governor.restore();
  assert.not.ok(existsSync(join(dir, "found-before-the-ladder.json")));
});

test.run();
