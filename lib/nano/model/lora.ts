import { floats, type Safetensors, withFloats } from "./safetensors.ts";
import { WeightsError } from "./weights_error.ts";

/** A LoRA file and how strongly it is applied: 1 is as trained, 0 not at all. */
export interface AppliedLora {
  lora: Safetensors;
  strength: number;
}

/** One change of a matrix W [out,in]: W + strength·scale·B·A, with A [rank,in] and B [out,rank]. */
interface Patch {
  a: Float32Array;
  b: Float32Array;
  rank: number;
  /** alpha/rank; 1 where the file tells no alpha. */
  scale: number;
}

/** The parts of a key: `diffusion_model.MODULE.lora_A.weight`. */
const key = /^diffusion_model\.(.+)\.(lora_A\.weight|lora_B\.weight|alpha)$/;

/** The tensors of a LoRA by the module that they change. */
function modules({ tensors }: Safetensors): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const name of tensors.keys()) {
    const module = key.exec(name)?.[1] ?? name;
    found.set(module, (found.get(module) ?? new Set()).add(name));
  }
  return found;
}

/**
 * Checks that a LoRA fits a network. Throws a `WeightsError` that names the first key that does not, with the shapes.
 *
 * A LoRA of another network has keys that this one lacks; half a pair, or a pair whose shapes do not multiply, is wrong too.
 */
export function checkLora(base: Safetensors, lora: Safetensors): void {
  const fail = (what: string): never => {
    throw new WeightsError(`the LoRA ${lora.file} does not fit the nano network: ${what}`);
  };
  const found = modules(lora);
  if (!found.size) fail("it holds no tensor");
  for (const [module, names] of found) {
    const [first] = names;
    const target = base.tensors.get(`${module}.weight`);
    if (!key.test(first) || target?.shape.length !== 2) {
      fail(`${first} [${lora.tensors.get(first)!.shape}] changes no matrix of it`);
    }
    const name = (part: string) => `diffusion_model.${module}.${part}`;
    const [a, b] = ["lora_A.weight", "lora_B.weight"].map((part) => lora.tensors.get(name(part)));
    if (!a) return fail(`${name("lora_A.weight")} is missing`);
    if (!b) return fail(`${name("lora_B.weight")} is missing`);
    const [out, width] = target!.shape;
    if (a.shape.length !== 2 || a.shape[1] !== width) {
      fail(`${name("lora_A.weight")} is [${a.shape}], and for ${module} [rank,${width}] is needed`);
    }
    if (b.shape.length !== 2 || b.shape[0] !== out || b.shape[1] !== a.shape[0]) {
      fail(
        `${name("lora_B.weight")} is [${b.shape}], and for ${module} [${out},${
          a.shape[0]
        }] is needed`,
      );
    }
  }
}

/** The change that a LoRA makes of one module. */
function patchOf(lora: Safetensors, module: string): Patch {
  const tensor = (part: string) => lora.tensors.get(`diffusion_model.${module}.${part}`);
  const [a, b, alpha] = [tensor("lora_A.weight")!, tensor("lora_B.weight")!, tensor("alpha")];
  const rank = a.shape[0];
  const scale = alpha ? floats(lora, alpha)[0] / rank : 1;
  return { a: floats(lora, a), b: floats(lora, b), rank, scale };
}

/** Adds factor·B·A to W, in float32. Four ranks at a time: each number of W is then read and written a quarter as often. */
function add(w: Float32Array, { a, b, rank }: Patch, factor: number): void {
  const width = a.length / rank;
  const out = b.length / rank;
  const none = new Float32Array(width);
  const rows = Array.from(
    { length: Math.ceil(rank / 4) * 4 },
    (_, r) => r < rank ? a.subarray(r * width, (r + 1) * width) : none,
  );
  for (let row = 0; row < out; row++) {
    const line = w.subarray(row * width, (row + 1) * width);
    const weight = (r: number) => r < rank ? Math.fround(factor * b[row * rank + r]) : 0;
    for (let r = 0; r < rank; r += 4) {
      const [a0, a1, a2, a3] = [rows[r], rows[r + 1], rows[r + 2], rows[r + 3]];
      const [b0, b1, b2, b3] = [weight(r), weight(r + 1), weight(r + 2), weight(r + 3)];
      for (let i = 0; i < width; i++) {
        line[i] += b0 * a0[i] + b1 * a1[i] + b2 * a2[i] + b3 * a3[i];
      }
    }
  }
}

/**
 * A network's weights with LoRAs merged into them: W' = W + strength·(alpha/rank)·B·A, added in float32 and rounded to
 * float16 once. A strength of 0 changes nothing. The weights given stay as they are.
 *
 * Source: Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models" (arXiv 2106.09685), section 4.1.
 */
export function mergeLoras(base: Safetensors, loras: AppliedLora[]): Safetensors {
  const applied = loras.filter(({ strength }) => strength !== 0)
    .map((one) => ({ ...one, modules: modules(one.lora) }));
  for (const { lora } of applied) checkLora(base, lora);
  const changed = new Set(applied.flatMap(({ modules }) => [...modules.keys()]));
  // One matrix at a time: all of them in float32 would be twice the file.
  function* merged(): Generator<[string, Float32Array]> {
    for (const module of changed) {
      const target = `${module}.weight`;
      const w = floats(base, base.tensors.get(target)!);
      for (const { lora, strength, modules } of applied) {
        if (!modules.has(module)) continue;
        const patch = patchOf(lora, module);
        add(w, patch, strength * patch.scale);
      }
      yield [target, w];
    }
  }
  return withFloats(base, merged());
}
