// Recorded Runs answer a capture: the same job gives the same numbers, another job is made.
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { capture, useRecords } from "@kgen/capture";
import { connect, template } from "@kgen/comfy";
import { startHost } from "@kgen/nano";

const folder = mkdtempSync(join(tmpdir(), "kgen-records-"));
const to = join(folder, "made"), log = join(folder, "log");
const started = await startHost();
const open = async () => {
  const host = await connect(started.url);
  useRecords(host, { from: [join(folder, "none")], to, log });
  return host;
};
const turbo = template("zimage-turbo-speed-test");
const o = { prompt: "樱花", seed: 3, steps: 2 };
const told = () => readFileSync(log, "utf8").trim().split("\n").map((line) => line.split(" ")[0]);

test("Runs of other models do not answer", async () => {
  const open = async (models: string) => {
    const host = await connect(started.url);
    useRecords(host, { from: [], to: join(folder, "models"), models });
    return host;
  };
  const job = { ...o, seed: 4, steps: 1 };
  const first = await capture(await open("a"), turbo, job);
  const other = await capture(await open("b"), turbo, job);
  assert.is.not(other.id, first.id);
  assert.is((await capture(await open("a"), turbo, job)).id, first.id);
});

test("a job is made once and then repeated, number by number", async () => {
  const first = await capture(await open(), turbo, o);
  assert.is(first.status, "complete");
  const steps: string[] = [];
  const onProgress = (p: { phase: string; step: number; nfe: number }) =>
    steps.push(`${p.phase} ${p.step} ${p.nfe}`);
  const again = await capture(await open(), turbo, { ...o, onProgress });
  assert.equal(again, first);
  assert.equal(steps, ["done 2 2"], "a bar ends where it would have");
  assert.equal(told(), ["made", "recorded"]);
});

test("another prompt, seed, setting or way is another job", async () => {
  const host = await open(), before = readdirSync(to).length;
  const runs = [
    await capture(host, turbo, { ...o, prompt: "红苹果" }),
    await capture(host, turbo, { ...o, seed: 4 }),
    await capture(host, turbo, { ...o, steps: 3 }),
    await capture(host, turbo, { ...o, frames: false }),
  ];
  assert.is(new Set(runs.map((run) => run.id)).size, 4);
  assert.is(readdirSync(to).length, before + 4);
});

test("a job with a picture is known by the picture's bytes, whatever it is called", async () => {
  const drawn = await capture(await open(), turbo, o),
    other = await capture(await open(), turbo, { ...o, seed: 5 });
  const [a, b] = [`${drawn.dir}/${drawn.final}`, join(folder, "copy.png")];
  copyFileSync(a, b);
  const edit = async (image: string) =>
    await capture(await open(), template("zimage-edit"), {
      ...{ prompt: "mirror it", seed: 1, steps: 1, images: { image } },
    });
  const first = await edit(a);
  assert.is((await edit(b)).id, first.id);
  assert.is.not((await edit(`${other.dir}/${other.final}`)).id, first.id);
});

test("the same job for a second time is another Run, also when both are repeated", async () => {
  const twice = async () => {
    const host = await open();
    return (await Promise.all([capture(host, turbo, o), capture(host, turbo, o)])).map((r) => r.id);
  };
  const made = await twice();
  assert.is.not(made[0], made[1]);
  assert.equal(await twice(), made);
});

test("without a seed, with a folder of its own, or without records it is measured", async () => {
  const before = told().length, out = join(folder, "own");
  const host = await open();
  const small = { prompt: "樱花", steps: 2 };
  await capture(host, turbo, { ...small, out });
  await capture(host, turbo, { ...small, seed: 3, out });
  const plain = await connect(started.url);
  await capture(plain, turbo, { ...small, seed: 3, out });
  assert.is(readdirSync(out).length, 3);
  assert.is(told().length, before);
});

test.after(async () => {
  await started.stop();
  rmSync(folder, { recursive: true });
});
test.run();
