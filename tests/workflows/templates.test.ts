// Every template against what a real ComfyUI 0.33.0 said of its node types, and against the list of models.
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkInfo, modelFiles, patch, settings, template, templates } from "@kgen/comfy";
import { sources } from "../../workflows/make.ts";
import { objectInfo } from "./recorded.ts";

const url = "http://recorded:8188";

test("templates() knows every source, and each has its note", () => {
  assert.equal(templates(), sources.map((w) => w.name).sort());
  for (const w of sources) assert.is(template(w.name).note, w.note);
});

for (const { name } of sources) {
  const w = template(name);
  const s = settings(w);

  test(`${name}: a host that has its files takes it`, () => {
    assert.equal(checkInfo(w, objectInfo, url), []);
  });

  test(`${name}: settings are read back`, () => {
    const edit = name.startsWith("zimage-edit");
    assert.equal([s.sampler, s.scheduler, s.shift, s.seed], ["res_multistep", "simple", 3, 7]);
    const base = edit || name.startsWith("zimage-base");
    assert.is(s.model, base ? "z_image_bf16.safetensors" : "z_image_turbo_bf16.safetensors");
    assert.equal([s.cfg, s.negative], base ? [4, ""] : [1, null]);
    assert.match(s.prompt!, edit ? "雪夜" : "汉服");
    const pictures = /img2img|inpaint|edit|controlnet/.test(name);
    assert.is(s.image, pictures ? "example.png" : null);
    assert.is(s.mask, /inpaint|mask/.test(name) ? "example-mask.png" : null);
    assert.is(s.denoise, /img2img/.test(name) ? 0.6 : /inpaint|edit/.test(name) ? 0.8 : 1);
    assert.is(s.width, pictures ? null : 1024);
  });

  test(`${name}: without its files, each is named with where to get it`, () => {
    const bare = structuredClone(objectInfo);
    for (const info of Object.values(bare)) {
      for (const spec of Object.values<any>({ ...info.input.required })) {
        const lists = Array.isArray(spec[0]) && spec[0].some((v) => /\.\w{3,}$/.test(String(v)));
        if (lists) spec[0] = [];
      }
    }
    const missing = checkInfo(w, bare, url);
    const files = missing.filter((p) => p.classType.includes("Loader"));
    assert.ok(files.length >= 3);
    for (const p of missing) assert.is(p.kind, "missing_file");
    for (const p of files) {
      const known = modelFiles().find((m) => m.file === p.value)!;
      assert.ok(p.message.includes(known.url), p.message);
      assert.ok(p.message.includes(`ComfyUI/models/${known.directory}/`), p.message);
    }
    const pictures = missing.filter((p) => p.classType.startsWith("LoadImage"));
    const named = [s.image, s.mask].filter((v) => v !== null);
    assert.equal(pictures.map((p) => p.value).sort(), named.sort());
    for (const p of pictures) assert.match(p.message, "Upload one");
  });

  test(`${name}: seed, steps, cfg, sampler, scheduler and denoise can be changed`, () => {
    const c = { seed: 9, steps: 5, sampler: "euler", scheduler: "beta", denoise: 0.5 };
    const after = settings(patch(w, { ...c, prompt: "a cat" }));
    const { seed, steps, sampler, scheduler, denoise, prompt } = after;
    assert.equal({ seed, steps, sampler, scheduler, denoise }, c);
    assert.is(prompt, "a cat");
    if (name !== "zimage-turbo-custom-sampler") assert.is(settings(patch(w, { cfg: 2 })).cfg, 2);
  });
}

test("names tell what a template is for", () => {
  const steps = Object.fromEntries(sources.map((w) => [w.name, settings(w).steps]));
  assert.equal(steps, {
    "zimage-turbo": 8,
    "zimage-turbo-speed-test": 8,
    "zimage-turbo-quality-benchmark": 16,
    "zimage-base": 25,
    "zimage-base-speed-test": 8,
    "zimage-base-quality-benchmark": 30,
    "zimage-turbo-custom-sampler": 8,
    "zimage-base-custom-sampler": 25,
    "zimage-turbo-lora": 8,
    "zimage-turbo-img2img": 8,
    "zimage-turbo-inpaint": 8,
    "zimage-turbo-controlnet": 9,
    "zimage-edit": 30,
    "zimage-edit-mask": 30,
  });
});

test("the README lists every template with its steps and evaluations", () => {
  const url = new URL("../../workflows/README.md", import.meta.url);
  const rows = readFileSync(url, "utf8").split("\n").filter((l) => l.startsWith("| `"));
  const expected = sources.map((w) => {
    const { steps, cfg } = settings(w);
    return cfg === 1
      ? [w.name, `${steps}, none`, `${steps}`]
      : [w.name, `${steps}, ${cfg}`, `${2 * steps!}`];
  });
  const cells = rows.map((r) => r.split("|").map((c) => c.trim()));
  assert.equal(cells.map((c) => [c[1].replaceAll("`", ""), c[3], c[4]]), expected);
});

test("the edit templates say that there are no weights yet", () => {
  for (const name of ["zimage-edit", "zimage-edit-mask"]) {
    assert.match(template(name).note!, "No Z-Image-Edit weights are public");
  }
});

test("models.json: every file is used by a template, and every entry is whole", () => {
  const used = new Set(
    sources.flatMap((w) => Object.values(w.graph).flatMap((n) => Object.values(n.inputs))),
  );
  const names = modelFiles().map((m) => m.file);
  assert.is(new Set(names).size, names.length);
  for (const m of modelFiles()) {
    assert.equal(Object.keys(m), ["file", "directory", "url", "bytes", "sha256", "note"]);
    assert.ok(used.has(m.file), m.file);
    assert.ok(m.url.startsWith("https://huggingface.co/") && m.url.endsWith(`/${m.file}`), m.url);
    assert.ok(m.bytes === null || Number.isSafeInteger(m.bytes) && m.bytes > 1e6);
    assert.ok(m.sha256 === null || /^[0-9a-f]{64}$/.test(m.sha256));
    assert.ok(m.note.length > 0);
  }
});

test.run();
