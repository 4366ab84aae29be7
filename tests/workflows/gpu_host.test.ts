// What a GPU host installs: its files agree with each other, with the templates and with what they promise.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

const root = fileURLToPath(new URL("../..", import.meta.url));
const workflows = join(root, "workflows");
const host = join(workflows, "gpu-host");
const read = (name: string) => readFileSync(join(host, name), "utf8");
const script = "1键启动.sh";

/** versions.env as it stands. */
const versions = Object.fromEntries(
  [...read("versions.env").matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
);

test("the script is whole bash, can be started, and shellcheck finds nothing", () => {
  const checked = spawnSync("bash", ["-n", join(host, script)], { encoding: "utf8" });
  assert.is(checked.stderr, "");
  for (const name of [script, "download_models.py"]) {
    assert.ok(statSync(join(host, name)).mode & 0o100, `${name} is not executable`);
  }
  const found = spawnSync("shellcheck", ["-x", "-P", "SCRIPTDIR", join(host, script)], {
    encoding: "utf8",
  });
  if (found.error) console.log("skipped: shellcheck of the one-click script (no shellcheck here)");
  else assert.is(found.stdout, "");
});

test("the downloader is Python that 3.9 reads, with its standard library only", () => {
  const source = read("download_models.py");
  const code = "import ast, sys; ast.parse(sys.stdin.read(), feature_version=(3, 9))";
  execFileSync("python3", ["-c", code], { input: source });
  const imported = [...source.matchAll(/^(?:import|from) (\w+)/gm)].map(([, name]) => name);
  assert.equal(
    imported.filter((name) => ["requests", "tqdm", "huggingface_hub"].includes(name)),
    [],
  );
});

test("the Dockerfile says what versions.env says", () => {
  const file = read("Dockerfile");
  const args = Object.fromEntries(
    [...file.matchAll(/^ARG (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  for (const name of Object.keys(versions).filter((name) => name in args)) {
    assert.is(args[name], versions[name], name);
  }
  for (
    const name of ["COMFYUI_VERSION", "COMFYUI_COMMIT", "TORCH_VERSION", "TORCHVISION_VERSION"]
  ) {
    assert.ok(args[name], `no ${name} in the Dockerfile`);
  }
  assert.match(args.TORCH_INDEX, new RegExp(`/${versions.CUDA_TAG}$`));
  // cu130 is CUDA 13.0.
  assert.match(args.CUDA_IMAGE, `:${versions.CUDA_TAG.replace(/^cu(\d\d)(\d)$/, "$1.$2")}.`);
});

test("compose.yaml, README.md and the kit's own tests name the same ComfyUI", () => {
  const version = versions.COMFYUI_VERSION.replace(/^v/, "");
  assert.match(read("compose.yaml"), `kgen-gpu-host:${version}`);
  const readme = read("README.md");
  const named = [...readme.matchAll(/ComfyUI v?(\d+\.\d+\.\d+)/g)].map(([, found]) => found);
  assert.ok(named.length >= 2);
  assert.equal([...new Set(named)], [version]);
  assert.match(readme, versions.DRIVER_MINIMUM);
  const transcript = join(root, "tests/nano/transcripts/jobs.json");
  assert.is(JSON.parse(readFileSync(transcript, "utf8")).host, `ComfyUI ${version}`);
});

test("the Dockerfile: no root, a health check, the plugin, and folders of models and output", () => {
  const file = read("Dockerfile");
  const user = file.lastIndexOf("\nUSER ");
  assert.match(file.slice(user), /^\nUSER comfy\n/);
  assert.match(file, /HEALTHCHECK[\s\S]*\/system_stats/);
  assert.match(file, "/opt/comfy/ComfyUI/custom_nodes/comfyui-kgen");
  assert.match(file, /^VOLUME .*models.*output/m);
  // What is copied must be in the build context.
  for (const [, sources] of file.matchAll(/^COPY --chown=\S+ (.*) \S+$/gm)) {
    for (const name of sources.split(" ")) {
      assert.ok(existsSync(join(workflows, name)), `${name} is not in workflows/`);
      assert.match(read("Dockerfile.dockerignore"), `!${name.split("/")[0]}`);
    }
  }
});

/** compose.yaml as data, read by the PyYAML that JupyterLab brings; null where that is not there. */
function compose(): any {
  const python = join(root, ".venv/bin/python");
  if (!existsSync(python)) return null;
  const code = "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)))";
  return JSON.parse(
    execFileSync(python, ["-c", code], { input: read("compose.yaml"), encoding: "utf8" }),
  );
}

test("compose.yaml is YAML; the GPU is asked for; every port stands on loopback", () => {
  const parsed = compose();
  if (!parsed) return console.log("skipped: compose.yaml (no .venv: run ./kgen setup)");
  const { services, volumes } = parsed;
  const [device] = services.comfyui.deploy.resources.reservations.devices;
  assert.is(device.driver, "nvidia");
  assert.ok(device.capabilities.includes("gpu"));
  for (const [name, service] of Object.entries<any>(services)) {
    for (const port of service.ports ?? []) {
      assert.match(port, /^(127\.0\.0\.1|\$\{KGEN_PROXY_ADDRESS:-127\.0\.0\.1\}):/, name);
    }
    for (const volume of service.volumes ?? []) {
      const [source] = volume.split(":");
      if (source.startsWith("./")) assert.ok(existsSync(join(host, source)), source);
      else assert.ok(source in volumes, source);
    }
  }
  assert.equal(services.proxy.profiles, ["proxy"]);
  assert.equal(services.redis.profiles, ["fleet"]);
  assert.is(services.comfyui.profiles, undefined);
  assert.ok(existsSync(join(host, services.comfyui.build.context, "gpu-host/Dockerfile")));
  assert.match(read("Caddyfile"), /basic_auth[\s\S]*reverse_proxy comfyui:8188/);
});

test("what was not built says so", () => {
  for (const name of ["Dockerfile", "compose.yaml"]) assert.match(read(name), "NOT BUILT");
  assert.match(read("README.md"), /not built/i);
});

interface Model {
  file: string;
  directory: string;
  url: string | null;
  bytes: number | null;
  sha256: string | null;
}
const models: Model[] = JSON.parse(readFileSync(join(workflows, "models.json"), "utf8"));
const inputs: Record<string, [string, string]> = {
  UNETLoader: ["unet_name", "diffusion_models"],
  CLIPLoader: ["clip_name", "text_encoders"],
  VAELoader: ["vae_name", "vae"],
  LoraLoaderModelOnly: ["lora_name", "loras"],
  LoraLoader: ["lora_name", "loras"],
  ModelPatchLoader: ["name", "model_patches"],
};

/** Folder and file of every model that a template loads. */
function loadedBy(template: string): string[] {
  const graph = JSON.parse(readFileSync(join(workflows, template), "utf8"));
  return Object.values<any>(graph).filter(({ class_type }) => class_type in inputs)
    .map(({ class_type, inputs: values }) => {
      const [input, directory] = inputs[class_type];
      return `${directory}/${values[input]}`;
    });
}

test("every model that a template loads is in the list, in the right folder", () => {
  const listed = models.map(({ directory, file }) => `${directory}/${file}`);
  const lacking: string[] = [];
  for (const template of readdirSync(workflows).filter((name) => name.endsWith(".api.json"))) {
    for (const model of loadedBy(template)) {
      if (!listed.includes(model)) lacking.push(`${template}: ${model}`);
    }
  }
  assert.equal(lacking, []);
});

test("the list: plain names, https, hashes of the right length, sizes that are whole numbers", () => {
  for (const { file, directory, url, bytes, sha256 } of models) {
    assert.match(file, /^[\w.-]+$/);
    assert.match(directory, /^\w+$/);
    if (url) assert.match(url, /^https:\/\/.*\//);
    if (url) assert.is(url.split("/").at(-1), file);
    if (sha256) assert.match(sha256, /^[0-9a-f]{64}$/);
    if (bytes !== null) assert.ok(Number.isSafeInteger(bytes) && bytes > 0, file);
  }
});

test("the sets turbo and base hold exactly what their templates load", () => {
  const names = (set: string) => {
    const args = ["gpu-host/download_models.py", "models", set, "--dry-run"];
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", HF_ENDPOINT: "" };
    const text = execFileSync("python3", args, { cwd: workflows, encoding: "utf8", env });
    return [...text.matchAll(/^would get (\S+) .* into models\/(\S+) /gm)]
      .map(([, file, directory]) => `${directory}/${file}`).sort();
  };
  assert.equal(names("turbo"), loadedBy("zimage-turbo-speed-test.api.json").sort());
  assert.equal(names("base"), loadedBy("zimage-base-quality-benchmark.api.json").sort());
});

test("README.md names every option of the script and every variable of compose.yaml", () => {
  const readme = read("README.md");
  const options = [...read(script).matchAll(/^ {2}(--[\w-]+)\)/gm)].map(([, name]) => name);
  assert.ok(options.length >= 9);
  assert.equal(options.filter((name) => !readme.includes(name)), []);
  const variables = [...read("compose.yaml").matchAll(/\$\{(KGEN_\w+)/g)].map(([, name]) => name);
  assert.equal([...new Set(variables)].filter((name) => !readme.includes(name)), []);
});

test.run();
