/** LoRAs: the formula by hand, and files that do not fit. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkLora, mergeLoras } from "../../lib/nano/model/lora.ts";
import { floats, readSafetensors, type Safetensors } from "../../lib/nano/model/safetensors.ts";
import { WeightsError } from "../../lib/nano/model/weights_error.ts";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Numbers, safetensors } from "./models_folder.ts";

const folder = mkdtempSync(join(tmpdir(), "kgen-lora-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, tensors: Record<string, Numbers>): Safetensors {
  const path = join(folder, name);
  writeFileSync(path, safetensors(tensors));
  return readSafetensors(path);
}

const base = file("base.safetensors", {
  "blocks.0.o.weight": { shape: [2, 3], values: [1, 2, 3, 4, 5, 6], dtype: "F16" },
  "blocks.1.o.weight": { shape: [2, 3], values: [0, 0, 0, 0, 0, 0], dtype: "F16" },
  "blocks.0.o.bias": { shape: [2], values: [7, 8], dtype: "F16" },
});
const pair = (change: Record<string, Numbers> = {}): Record<string, Numbers> => ({
  "diffusion_model.blocks.0.o.lora_A.weight": { shape: [2, 3], values: [1, 0, 2, 0, 1, -1] },
  "diffusion_model.blocks.0.o.lora_B.weight": { shape: [2, 2], values: [1, 2, 0, 4] },
  "diffusion_model.blocks.0.o.alpha": { shape: [], values: [1] },
  ...change,
});
const lora = file("lora.safetensors", pair());
const of = (merged: Safetensors, name = "blocks.0.o.weight") => [
  ...floats(merged, merged.tensors.get(name)!),
];

test("W + strength · alpha/rank · B · A", () => {
  // B·A = [[1, 2, 0], [0, 4, -4]], and alpha/rank is a half.
  assert.equal(of(mergeLoras(base, [{ lora, strength: 1 }])), [1.5, 3, 3, 4, 7, 4]);
  assert.equal(of(mergeLoras(base, [{ lora, strength: -2 }])), [0, 0, 3, 4, 1, 10]);
  assert.equal(of(mergeLoras(base, [{ lora, strength: 1 }]), "blocks.0.o.bias"), [7, 8]);
  assert.equal(of(base), [1, 2, 3, 4, 5, 6]);
});

test("without alpha the scale is 1", () => {
  const tensors = pair();
  delete tensors["diffusion_model.blocks.0.o.alpha"];
  const plain = file("plain.safetensors", tensors);
  assert.equal(of(mergeLoras(base, [{ lora: plain, strength: 1 }])), [2, 4, 3, 4, 9, 2]);
});

test("two LoRAs add up, and are rounded once", () => {
  const two = [{ lora, strength: 1 }, { lora, strength: 0.5 }];
  assert.equal(of(mergeLoras(base, two)), [1.75, 3.5, 3, 4, 8, 3]);
  // A third of the last place of 4 in float16, three times.
  const small = { lora, strength: 2 ** -8 / 3 / 2 };
  assert.equal(of(mergeLoras(base, [small])), of(base));
  assert.not.equal(of(mergeLoras(base, [small, small, small])), of(base));
});

test("strength 0 leaves the very same weights", () => {
  assert.is(mergeLoras(base, [{ lora, strength: 0 }]), base);
});

const wrong: [string, Record<string, Numbers>, RegExp][] = [
  [
    "A of another width",
    pair({ "diffusion_model.blocks.0.o.lora_A.weight": { shape: [2, 2], values: [1, 2, 3, 4] } }),
    /blocks\.0\.o\.lora_A\.weight is \[2,2\], and for blocks\.0\.o \[rank,3\] is needed/,
  ],
  [
    "B of another rank",
    pair({ "diffusion_model.blocks.0.o.lora_B.weight": { shape: [2, 1], values: [1, 2] } }),
    /blocks\.0\.o\.lora_B\.weight is \[2,1\], and for blocks\.0\.o \[2,2\] is needed/,
  ],
  [
    "half a pair",
    { "diffusion_model.blocks.0.o.lora_A.weight": { shape: [1, 3], values: [1, 2, 3] } },
    /blocks\.0\.o\.lora_B\.weight is missing/,
  ],
  [
    "a LoRA of another network",
    {
      "diffusion_model.layers.0.o.lora_A.weight": { shape: [1, 3], values: [1, 2, 3] },
      "diffusion_model.layers.0.o.lora_B.weight": { shape: [2, 1], values: [1, 2] },
    },
    /layers\.0\.o\.lora_A\.weight \[1,3\] changes no matrix of it/,
  ],
  [
    "other keys",
    { "o.lora_up": { shape: [1], values: [1] } },
    /o\.lora_up \[1\] changes no matrix/,
  ],
  ["nothing", {}, /it holds no tensor/],
];
for (const [what, tensors, words] of wrong) {
  test(`${what}: the file, the key and the shapes are named`, () => {
    const other = file("other.safetensors", tensors);
    assert.throws(
      () => checkLora(base, other),
      (e: Error) =>
        e instanceof WeightsError && words.test(e.message) && /other\.safetensors/.test(e.message),
    );
  });
}

test.run();
