import { printable, significant } from "@kgen/stats";
import { KineticsError } from "./errors.ts";
import { lexicalUnits } from "./lexical_units.ts";
import { tokenizerOf } from "./tokenizer_file.ts";

/** The prompt of the seed document: its complexity is 1. */
export const REFERENCE_PROMPT =
  "一位穿汉服的女孩站在樱花树下,阳光洒落,背景有古风建筑,写实风格,超清细节";

/** Complexity of a prompt, with what it is made of. */
export interface Complexity {
  /** C = tokens × density, over the same of the reference prompt: 1 for the seed document's prompt. */
  C: number;
  tokens: number;
  /** Content units over all units, 0 to 1. */
  density: number;
  /** Words, Han characters, and those of both that carry content. */
  words: number;
  characters: number;
  content: number;
  /** Where the token count is from: the tokenizer's file, or "approximation". */
  tokenizer: string;
  note: string;
}

/** Options of {@link complexity}. */
export interface ComplexityOptions {
  /** Path of Qwen's tokenizer.json (Z-Image reads prompts with Qwen3-4B). Without it tokens are estimated. */
  tokenizer?: string;
  /** The prompt whose C is 1; the seed document's unless given. */
  reference?: string;
}

/**
 * Prompt complexity C, which the seed document names ("determined by token count and semantic density") and does not
 * define. Here:
 *
 *     density = content units / all units       C = tokens·density / (tokens·density of the reference prompt)
 *
 * A unit is a Han character, or a run of other letters and figures. It carries content unless it is in the closed list
 * of function words (English) or function characters (Chinese). This is lexical density (J. Ure, Lexical density and register
 * differentiation, in Applications of Linguistics, 1971), a stand-in for propositional density, which needs a parser (C. Brown
 * et al., Behavior Research Methods 40 (2008) 540, CPIDR). It does not see meaning: repeating a phrase doubles C.
 *
 * Nothing says that k depends on C in this way; the notebooks test it.
 *
 * @throws {KineticsError} a prompt or reference without a word that carries content, an unreadable tokenizer file
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { complexity, REFERENCE_PROMPT } from "@kgen/kinetics";
 *
 * assert.equal(complexity(REFERENCE_PROMPT).C, 1);
 * assert.ok(complexity("樱花").C < 0.1);
 * const { content, density } = complexity("a cat on the roof");
 * assert.deepEqual([content, density], [2, 0.4]);
 * ```
 */
export function complexity(prompt: string, options: ComplexityOptions = {}): Complexity {
  const { tokenizer, reference = REFERENCE_PROMPT } = options;
  const own = measure(prompt, "The prompt", tokenizer);
  const unit = measure(reference, "The reference prompt", tokenizer);
  const result: Complexity = {
    C: own.tokens * own.density / (unit.tokens * unit.density),
    ...own,
    tokenizer: tokenizer ?? "approximation",
    note: tokenizer === undefined
      ? "Tokens are estimated from words and characters; give the path of Qwen's tokenizer.json to count them."
      : "Tokens counted by the tokenizer's file, without the chat template around them.",
  };
  return printable(result, text);
}

function measure(prompt: string, what: string, tokenizer?: string) {
  const { words, characters, content } = lexicalUnits(prompt);
  if (content.length === 0) {
    throw new KineticsError(
      "argument",
      `${what} has no word that carries content: ${JSON.stringify(prompt.slice(0, 40))}.`,
    );
  }
  return {
    tokens: tokenizer === undefined
      ? estimateTokens(prompt)
      : tokenizerOf(tokenizer)(prompt).length,
    density: content.length / (words.length + characters.length),
    words: words.length,
    characters: characters.length,
    content: content.length,
  };
}

/** Tokens a Han character, a word and a mark of punctuation take in Qwen's vocabulary, on average. */
const PER_CHARACTER = 0.7;
const PER_WORD = 1.15;
const PER_MARK = 1;

function estimateTokens(prompt: string): number {
  const { words, characters } = lexicalUnits(prompt);
  const marks = prompt.match(/[^\p{L}\p{M}\p{N}\s]+/gu)?.length ?? 0;
  return Math.max(
    1,
    Math.round(PER_CHARACTER * characters.length + PER_WORD * words.length + PER_MARK * marks),
  );
}

function text(c: Complexity): string {
  return [
    `C = ${significant(c.C, 3)}: ${c.tokens} tokens (${c.tokenizer}), density ${
      significant(c.density, 3)
    } (${c.content} of ${c.words + c.characters} units carry content)`,
    c.note,
  ].join("\n");
}
