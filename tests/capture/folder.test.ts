// Disks that are full, folders that may not be written, Run folders that are damaged.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import * as fsp from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  capture,
  type Files,
  listRuns,
  openRun,
  RunFormatError,
  RunWriteError,
} from "@kgen/capture";
import { connect, template } from "@kgen/comfy";
import { startReplay } from "../comfy/replay_host.ts";

const out = mkdtempSync(join(tmpdir(), "kgen-folder-"));
test.after(() => rmSync(out, { recursive: true }));
const turbo = () => template("zimage-turbo-speed-test");

/** File functions that say ENOSPC once `limit` bytes are written. */
function smallDisk(limit: number): Files {
  let used = 0;
  const full = () =>
    Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  return {
    mkdir: fsp.mkdir,
    rename: fsp.rename,
    open: (async (path: string, flags: string) => {
      const handle = await fsp.open(path, flags);
      const count = (data: any) => {
        used += data.length;
        if (used > limit) throw full();
      };
      const { writeFile, appendFile } = handle;
      handle.writeFile = (async (data: any) => {
        count(data);
        await writeFile.call(handle, data);
      }) as any;
      handle.appendFile = (async (data: any) => {
        count(data);
        await appendFile.call(handle, data);
      }) as any;
      return handle;
    }) as any,
  };
}

test("a disk that fills in mid-run: the job is stopped, the error says so, the folder is partial", async () => {
  const replay = await startReplay({ stepMs: 150 });
  const folder = mkdtempSync(join(out, "case-"));
  const host = await connect(replay.url);
  const error = await capture(host, turbo(), { out: folder, files: smallDisk(16_000) })
    .catch((e) => e);
  await replay.stop();
  assert.instance(error, RunWriteError);
  assert.is(error.code, "ENOSPC");
  assert.match(error.message, "no space left");
  assert.match(error.message, ".partial");
  assert.ok(replay.posts.some(([path]) => path === "/interrupt"));
  const [name] = readdirSync(folder);
  assert.match(name, /\.partial$/);
  const opened = await openRun(join(folder, name));
  assert.is.not(opened.status, "complete");
});

test("a disk too full to begin: nothing is queued, nothing stays", async () => {
  const replay = await startReplay();
  const folder = mkdtempSync(join(out, "case-"));
  const host = await connect(replay.url);
  const error = await capture(host, turbo(), { out: folder, files: smallDisk(100) }).catch((e) =>
    e
  );
  await replay.stop();
  assert.instance(error, RunWriteError);
  assert.equal(readdirSync(folder), []);
  assert.not(replay.posts.some(([path]) => path === "/prompt"));
});

test("a real full disk (a tmpfs of 24 kB, where mounting is permitted)", async () => {
  const folder = mkdtempSync(join(out, "tmpfs-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=24k", "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return; // the injected write error above covers it
  }
  try {
    const replay = await startReplay({ stepMs: 150 });
    const host = await connect(replay.url);
    const error = await capture(host, turbo(), { out: folder }).catch((e) => e);
    await replay.stop();
    assert.instance(error, RunWriteError);
    assert.is(error.code, "ENOSPC");
    assert.match(readdirSync(folder)[0], /\.partial$/);
    assert.is.not((await openRun(join(folder, readdirSync(folder)[0]))).status, "complete");
  } finally {
    execFileSync("umount", [folder]);
  }
});

test("a folder that cannot be made is refused before anything is queued", async () => {
  const replay = await startReplay();
  const host = await connect(replay.url);
  const file = join(out, "a-file");
  writeFileSync(file, "");
  const error = await capture(host, turbo(), { out: join(file, "runs") }).catch((e) => e);
  assert.instance(error, RunWriteError);
  assert.match(error.message, join(file, "runs"));
  // The folder itself is a file: no endless search for a free name.
  const inTheWay = await capture(host, turbo(), { out: file }).catch((e) => e);
  assert.instance(inTheWay, RunWriteError);
  assert.match(inTheWay.message, /a file stands where a folder must be. Choose another folder/);
  await replay.stop();
  assert.not(replay.posts.some(([path]) => path === "/prompt"));
});

/** A whole Run folder to damage. */
async function wholeRun(): Promise<string> {
  const replay = await startReplay({ stepMs: 0 });
  const run = await capture(await connect(replay.url), turbo(), {
    out: mkdtempSync(join(out, "case-")),
  });
  await replay.stop();
  return run.dir!;
}

async function refused(dir: string, ...parts: string[]) {
  const error = await openRun(dir).then(() => assert.unreachable("opened"), (e) => e);
  assert.instance(error, RunFormatError);
  for (const part of parts) assert.match(error.message, part);
}

test("openRun names the file and what is wrong with it", async () => {
  const dir = await wholeRun();
  const file = join(dir, "run.json");
  const good = readFileSync(file, "utf8");
  const change = (edit: (run: any) => void) => {
    const run = JSON.parse(good);
    edit(run);
    writeFileSync(file, JSON.stringify(run));
  };
  await openRun(dir);
  writeFileSync(file, good.slice(0, 500));
  await refused(dir, "run.json", "not JSON");
  change((r) => r.schema = "kgen.run/9");
  await refused(dir, "run.json", "kgen.run/9");
  change((r) => r.status = "fine");
  await refused(dir, "status", "fine");
  change((r) => delete r.evaluations);
  await refused(dir, "evaluations");
  change((r) => r.evaluations[3].t = null);
  await refused(dir, "evaluations[3].t");
  change((r) => r.evaluations[0].frame = "../../../etc/passwd");
  await refused(dir, "passwd", "not the name of a frame");
  change((r) => delete r.host);
  await refused(dir, "host");
  writeFileSync(file, good);
  truncateSync(join(dir, "frames", "003.jpg"), 0);
  await refused(dir, "003.jpg", "missing or empty");
  rmSync(file);
  await refused(dir, "run.json", "missing");
});

test("a folder that is not there, and one that was cut short", async () => {
  await refused(join(out, "nothing"), "no such Run folder");
  const dir = await wholeRun();
  cpSync(dir, `${dir}x.partial`, { recursive: true });
  await refused(`${dir}x`, "x.partial", "cut short");
  // Whole inside, but never given its name: it must not look whole.
  const opened = await openRun(`${dir}x.partial`);
  assert.is(opened.status, "partial");
  mkdirSync(`${dir}y.partial`);
  await refused(`${dir}y.partial`, "cut off");
});

test("a partial Run opens without the frames that were not written", async () => {
  const dir = await wholeRun();
  const partial = `${dir}.partial`;
  cpSync(dir, partial, { recursive: true });
  rmSync(join(partial, "frames", "008.jpg"));
  const run = await openRun(partial);
  assert.is(run.evaluations[7].frame, null);
  assert.ok(run.warnings.some((w) => w.includes("1 frames were not written")));
});

test("what fails before a job is queued leaves no folder", async () => {
  const replay = await startReplay({});
  const folder = mkdtempSync(join(out, "case-"));
  const host = await connect(replay.url);
  const error = await capture(host, turbo(), { out: folder, telemetry: "nonsense" })
    .catch((e) => e);
  await replay.stop();
  assert.match(error.message, /no telemetry "nonsense"/);
  assert.equal(readdirSync(folder), []);
});

test("listRuns: newest last, unreadable ones beside, no folder is no Runs", async () => {
  const a = await wholeRun();
  const parent = join(a, "..");
  const older = join(parent, "older");
  cpSync(a, older, { recursive: true });
  const run = JSON.parse(readFileSync(join(older, "run.json"), "utf8"));
  Object.assign(run, { id: "older", created: "2020-01-01T00:00:00.000Z" });
  writeFileSync(join(older, "run.json"), JSON.stringify(run));
  mkdirSync(join(parent, "broken"));
  writeFileSync(join(parent, "notes.txt"), "");
  const runs = await listRuns(parent);
  assert.equal(runs.map((r) => r.id)[0], "older");
  assert.is(runs.length, 2);
  assert.is(runs.unreadable.length, 1);
  assert.match(runs.unreadable[0].dir, "broken");
  assert.equal([...await listRuns(join(out, "nothing"))], []);
});

test.run();
