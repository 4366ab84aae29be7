// What the plugin keeps of a job, in Python, with a torch and a ComfyUI that are made up: none is needed.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const own = at("../../.venv/bin/python");
const python = existsSync(own) ? own : "python3";
const args = ["-B", at("./plugin_log.py"), at("../../workflows/comfyui-kgen")];
const told = JSON.parse(execFileSync(python, args, { encoding: "utf8", timeout: 20_000 }));

test("20 jobs that fail inside the sampler leave no model and no tensor", () => {
  assert.equal(told.failed, [0, 0]);
});

test("their logs are still told, as far as they came", () => {
  const [pass] = told.cut.passes;
  assert.equal([pass.complete, pass.evaluations.length, pass.calls.length], [false, 1, 1]);
  assert.is(pass.evaluations[0][2], 0.5);
  assert.equal(told.oldest, [], "only the newest 16");
});

test("a complete job keeps its x0 and its model until they are collected", () => {
  const [models, tensors] = told.kept;
  assert.is(models, 1);
  assert.ok(tensors >= 2);
  assert.is(told.batch, 2);
  assert.equal([told.said.passes[0].complete, told.said.passes[0].x0], [true, 2]);
  assert.equal(told.after, [0, 0]);
});

test("the plugin says one version in both places", () => {
  const text = (name: string) => readFileSync(at(`../../workflows/comfyui-kgen/${name}`), "utf8");
  const [, a] = /VERSION = "(.*)"/.exec(text("version.py"))!;
  assert.is(/^version = "(.*)"$/m.exec(text("pyproject.toml"))![1], a);
  assert.is(told.said.version, a);
});

test.run();
