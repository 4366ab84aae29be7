import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CheckerError } from "./errors.ts";
import { checkerFolder } from "./folder.ts";
import { emojiOf } from "./emoji.ts";
import type { Reference } from "./reference.ts";

const FORMAT = "kgen.checker/1";
const known = new Map<string, Reference>();

/**
 * The checker's reference, from reference.json and reference.bin of a folder; read once, then kept.
 *
 * @param folder the kit's own (`data/checker`) unless given
 * @throws {CheckerError} naming the file: missing, not of this format, or the two do not fit each other
 *
 * @example
 * ```ts
 * import { readReference } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const { emoji, n } = readReference();
 * assert.equal(n, 7678); // glyphs of two fonts
 * assert.ok(emoji.some((e) => e.en === "cat" && e.zh === "猫"));
 * ```
 */
export function readReference(folder: string = checkerFolder()): Reference {
  const kept = known.get(folder);
  if (kept) return kept;
  const read = (name: string) => {
    const file = join(folder, name);
    try {
      return readFileSync(file);
    } catch (cause) {
      throw new CheckerError(file, `cannot be read (${(cause as Error).message})`, { cause });
    }
  };
  const text = read("reference.json").toString("utf8"), bytes = read("reference.bin");
  const index = parse(text, join(folder, "reference.json"));
  const { n, k, grid, gamma, mid, spread } = index, dim = 4 * grid * grid;
  // emojiOf (u16) | styleOf (u8) | scales of codes, of components (f32) | mean (f32) | components (i8) | codes (i8)
  const length = 3 * n + 8 * k + 4 * dim + k * dim + n * k;
  if (bytes.length !== length) {
    throw new CheckerError(
      join(folder, "reference.bin"),
      `it has ${bytes.length} bytes and reference.json asks for ${length}. Make both files again.`,
    );
  }
  let at = bytes.byteOffset;
  const take = (size: number) => bytes.buffer.slice(at, at += size) as ArrayBuffer;
  const emojis = new Uint16Array(take(2 * n)), styleOf = new Uint8Array(take(n));
  const codeScale = new Float32Array(take(4 * k)), basisScale = new Float32Array(take(4 * k));
  const mean = new Float32Array(take(4 * dim));
  const basis = Float32Array.from(
    new Int8Array(take(k * dim)),
    (v, i) => v * basisScale[Math.floor(i / dim)],
  );
  const codes = Float32Array.from(new Int8Array(take(n * k)), (v, i) => v * codeScale[i % k]);
  const reference: Reference = {
    emoji: emojiOf(index),
    n,
    k,
    grid,
    gamma,
    emojiOf: emojis,
    styleOf,
    codes,
    basis,
    mean,
    mid,
    spread,
  };
  known.set(folder, reference);
  return reference;
}

function parse(text: string, file: string) {
  let index;
  try {
    index = JSON.parse(text);
  } catch (cause) {
    throw new CheckerError(file, `it is no JSON (${(cause as Error).message})`, { cause });
  }
  if (index.format === FORMAT) return index;
  throw new CheckerError(file, `its format is "${index.format}", and this reads "${FORMAT}".`);
}
