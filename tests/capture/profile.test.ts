// Reading a profile: a real one (py-spy 0.4.3 of a ComfyUI 0.33 with a tiny model on a CPU, 3 s at 20 samples a second).
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  parseProfile,
  ProfileError,
  readProfile,
  stacksWithin,
  topFunctions,
  topModules,
} from "@kgen/capture";

const REAL = fileURLToPath(
  new URL("fixtures/comfyui_cpu_tiny_turbo.pyspy.txt", import.meta.url),
);

test("the real profile: samples, functions, modules", async () => {
  const p = await readProfile(REAL);
  const counts = readFileSync(REAL, "utf8").trim().split("\n").map((l) =>
    Number(l.split(" ").at(-1))
  );
  assert.is(p.samples, counts.reduce((a, b) => a + b, 0));
  assert.is(p.stacks.length, counts.length);
  const top = topFunctions(p, { n: 1000 });
  assert.is(top.reduce((n, f) => n + f.self, 0), p.samples, "every sample is at work in one place");
  const conv = top.find((f) => f.function === "Conv2d._conv_forward")!;
  assert.is(conv.where, "site-packages/torch/nn/modules/conv.py:548");
  // Counted by another way: lines of the file that end in it.
  const ends = readFileSync(REAL, "utf8").split("\n").filter((l) =>
    /_conv_forward \([^()]*\) \d+$/.test(l)
  );
  assert.is(conv.self, ends.reduce((n, l) => n + Number(l.split(" ").at(-1)), 0));
  const modules = topModules(p);
  assert.is(modules[0].module, "torch");
  assert.ok(modules.find((m) => m.module === "comfy")!.total_percent > 50);
  assert.ok(modules.some((m) => m.module === "python"));
  const jobs = stacksWithin(p, "execute_async");
  assert.ok(jobs.samples > 0 && jobs.samples < p.samples);
  assert.not.ok(topFunctions(jobs, { n: 1000 }).some((f) => f.function === "_worker"));
});

test("the fixture holds no path of the computer it was made on", () => {
  assert.not.match(readFileSync(REAL, "utf8"), /\((\/|[A-Z]:)/);
});

test("recursion is counted once, lines of one function together, order by self or total", () => {
  const p = parseProfile(
    "m (m.py:1);f (a.py:2);f (a.py:3) 4\nm (m.py:1);g (a.py:9) 1\nf (b.py:1) 2\n",
  );
  const top = topFunctions(p);
  assert.equal(top.map((f) => [f.function, f.where, f.self, f.total]), [
    ["f", "a.py:2", 4, 4],
    ["f", "b.py:1", 2, 2],
    ["g", "a.py:9", 1, 1],
    ["m", "m.py:1", 0, 5],
  ]);
  assert.is(topFunctions(p, { by: "total", n: 1 })[0].function, "m");
});

test("speedscope JSON gives the same", () => {
  const frames = [{ name: "m", file: "m.py", line: 1 }, { name: "f", file: "torch/a.py", line: 2 }];
  const text = JSON.stringify({
    shared: { frames },
    profiles: [{ type: "sampled", samples: [[0, 1], [0, 1], [0]], weights: [0.01, 0.01, 0.01] }],
  });
  assert.equal(
    topFunctions(parseProfile(text)),
    topFunctions(parseProfile("m (m.py:1);f (torch/a.py:2) 2\nm (m.py:1) 1\n")),
  );
  assert.throws(() => parseProfile("{}"), /not a speedscope profile/);
  assert.throws(() => parseProfile('{"a":'), /is not JSON/);
});

test("odd frames, an empty profile, and what is none", async () => {
  const p = parseProfile(
    'process 7:"python main.py --x (y)";gemm (libtorch_cpu.so);operator() (a b.cpp:7);bare 2\n',
  );
  assert.equal(p.stacks[0].frames.map((f) => [f.file, f.line]), [
    [null, null],
    ["libtorch_cpu.so", null],
    ["a b.cpp", 7],
    [null, null],
  ]);
  assert.ok(topModules(p).some((m) => m.module === "libtorch_cpu"));
  assert.equal(topFunctions(parseProfile("\n")), []);
  assert.throws(() => parseProfile("hello\n", "x.txt"), /x\.txt, line 1: no stack with a count/);
  await readProfile("no-folder/missing.txt").then(() => assert.unreachable(), (e) => {
    assert.instance(e, ProfileError);
    assert.match(e.message, /missing\.txt cannot be read/);
  });
});

test.run();
