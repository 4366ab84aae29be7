import { readFileSync } from "node:fs";
import { nanoFile } from "../paths.ts";

/** How many tokens the model takes: what comes after is cut off. */
export const maxTokens = 32;
const padding = 0;
const unknownToken = 1;

let vocabulary: Map<string, number> | undefined;

function vocab(): Map<string, number> {
  vocabulary ??= new Map(Object.entries(JSON.parse(readFileSync(nanoFile("vocab.json"), "utf8"))));
  return vocabulary;
}

/** A prompt as the nano model reads it. */
export interface Tokens {
  /** 32 token ids: 0 pads, 1 stands for a word that is not in the vocabulary. */
  tokens: number[];
  /** Words that the model knows, in the order of the prompt. */
  known: string[];
  /** Words that it does not know. */
  unknown: string[];
  /** Words after the 32nd, which the model does not see. */
  dropped: string[];
}

/**
 * Splits a prompt into the nano model's words: lower-case runs of letters a to z and digits, or single Han characters.
 *
 * Only the vocabulary is read, not the model. Anything else in the prompt (punctuation, other scripts) separates words.
 *
 * @example
 * ```ts
 * import { tokenize } from "@kgen/nano";
 * import assert from "node:assert/strict";
 *
 * const { tokens, known, unknown } = tokenize("a red apple, xyzzy");
 * assert.deepEqual(known, ["a", "red", "apple"]);
 * assert.deepEqual(unknown, ["xyzzy"]);
 * assert.equal(tokens.length, 32);
 * ```
 */
export function tokenize(prompt: string): Tokens {
  const words = prompt.toLowerCase().match(/[a-z0-9]+|[\u3400-\u9fff]/g) ?? [];
  const seen = words.slice(0, maxTokens);
  const ids = seen.map((word) => vocab().get(word) ?? unknownToken);
  return {
    tokens: [...ids, ...Array(maxTokens - ids.length).fill(padding)],
    known: seen.filter((_, i) => ids[i] !== unknownToken),
    unknown: seen.filter((_, i) => ids[i] === unknownToken),
    dropped: words.slice(maxTokens),
  };
}
