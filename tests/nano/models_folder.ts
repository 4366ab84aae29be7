/** A folder of model files for tests: those of the kit, and LoRAs made here. */
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nanoFile } from "@kgen/nano";
import { neededFiles } from "../../lib/nano/model/family.ts";
import { readSafetensors } from "../../lib/nano/model/safetensors.ts";
import { gaussianNoise } from "../../lib/nano/model/noise.ts";

/** A tensor to write: its shape and numbers. */
export interface Numbers {
  shape: number[];
  values: ArrayLike<number>;
  dtype?: "F16" | "F32" | "BF16";
}

/** A file in the form safetensors. */
export function safetensors(tensors: Record<string, Numbers>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const [name, { shape, values, dtype = "F32" }] of Object.entries(tensors)) {
    const bytes = bytesOf(values, dtype);
    header[name] = { dtype, shape, data_offsets: [at, at += bytes.length] };
    parts.push(bytes);
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(new BigUint64Array([BigInt(text.length)]).buffer);
  const out = new Uint8Array(8 + text.length + at);
  let to = 0;
  for (const part of [length, text, ...parts]) {
    out.set(part, to);
    to += part.length;
  }
  return out;
}

function bytesOf(values: ArrayLike<number>, dtype: string): Uint8Array {
  const floats = Float32Array.from(values);
  if (dtype === "F16") return new Uint8Array(Float16Array.from(floats).buffer);
  if (dtype === "F32") return new Uint8Array(floats.buffer);
  const bits = new Uint32Array(floats.buffer);
  return new Uint8Array(Uint16Array.from(bits, (b) => b >>> 16).buffer);
}

/** A LoRA that changes every matrix of the first main block a little; `seed` makes another. */
export function trialLora(seed = 1n, rank = 4, size = 0.1): Uint8Array {
  const base = readSafetensors(nanoFile("nano-v1.safetensors"));
  const tensors: Record<string, Numbers> = {};
  const random = (shape: number[]) => ({
    shape,
    values: gaussianNoise(seed++, shape[0] * shape[1]).map((v) => v * size),
    dtype: "F16" as const,
  });
  for (const [name, { shape }] of base.tensors) {
    const module = /^(blocks\.0\.(qkv|o|w13|w2))\.weight$/.exec(name)?.[1];
    if (!module) continue;
    tensors[`diffusion_model.${module}.lora_A.weight`] = random([rank, shape[1]]);
    tensors[`diffusion_model.${module}.lora_B.weight`] = random([shape[0], rank]);
    tensors[`diffusion_model.${module}.alpha`] = { shape: [], values: [rank] };
  }
  return safetensors(tensors);
}

/** Links to the kit's files and the files given, in a folder of its own; `remove` takes it away. */
export function modelsFolder(files: Record<string, Uint8Array> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "kgen-models-"));
  for (const name of readdirSync(nanoFile(""))) {
    if (neededFiles.includes(name)) symlinkSync(nanoFile(name), join(folder, name));
  }
  for (const [name, bytes] of Object.entries(files)) {
    rmSync(join(folder, name), { force: true });
    writeFileSync(join(folder, name), bytes);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
