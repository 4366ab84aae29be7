// The telemetry of the plugin, in Python, with a pynvml that is made up: no GPU is needed.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { test } from "uvu";
import * as assert from "uvu/assert";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const own = at("../../.venv/bin/python");
const python = existsSync(own) ? own : "python3";

async function played(which: string): Promise<any> {
  const args = ["-B", at("./plugin_telemetry.py"), at("../../workflows/comfyui-kgen"), which];
  const { stdout } = await promisify(execFile)(python, args, { timeout: 20_000 });
  return JSON.parse(stdout);
}

test("every quantity of every GPU, in the units of the names", async () => {
  const { there, word, gpus } = await played("rich");
  assert.equal([there, word], [true, ""]);
  const { unix_ns, ...first } = gpus[0];
  assert.ok(Math.abs(unix_ns / 1e6 - Date.now()) < 20_000);
  assert.equal(first, {
    gpu: 0,
    temperature_c: 41,
    memory_temperature_c: 52,
    power_w: 98.5,
    power_limit_w: 700,
    sm_clock_mhz: 1980,
    memory_clock_mhz: 2619,
    utilization_percent: 97,
    memory_used_mib: 3072,
    memory_total_mib: 81920,
    throttle_bits: 4,
  });
  assert.is(gpus[1].temperature_c, 42);
});

test("what a card does not tell is null, and a newer name is found", async () => {
  const { gpus: [gpu] } = await played("poor");
  assert.equal([gpu.memory_temperature_c, gpu.power_w], [null, null]);
  assert.equal([gpu.temperature_c, gpu.throttle_bits], [41, 1]);
});

test("without pynvml or a driver: no samples, and a word that says what to do", async () => {
  const missing = await played("missing");
  assert.equal([missing.there, missing.gpus], [false, []]);
  assert.match(missing.word, "pip install nvidia-ml-py");
  const broken = await played("broken");
  assert.equal([broken.there, broken.gpus], [false, []]);
  assert.match(broken.word, "Driver Not Loaded");
});

test("a thread sends at each client's rate, outlives a short absence and ends after a long one", async () => {
  const { seen, stopped, kept, left, threads, again } = await played("thread");
  const count = (client: string, gpu: number) =>
    seen.filter(([, c, g]: [number, string, number]) => c === client && g === gpu).length;
  // 20 and 5 a second for a second; a busy computer may miss some, none is made up for.
  assert.ok(count("a", 0) >= 10 && count("a", 0) <= 23, String(count("a", 0)));
  assert.ok(count("b", 0) >= 4 && count("b", 0) <= 7, String(count("b", 0)));
  assert.is(count("a", 1), count("a", 0));
  assert.is(stopped, true);
  assert.equal(kept, ["a"]);
  assert.equal(left, []);
  assert.not(threads.includes("kgen-telemetry"), "no thread is left when nobody listens");
  assert.ok(again >= 2, "and it begins again");
});

test.run();
