import { CHINESE_FUNCTION_CHARACTERS, ENGLISH_FUNCTION_WORDS } from "./function_words.ts";

/** Words and characters of a text. */
export interface LexicalUnits {
  /** English (and other alphabetic) words, with figures as words. */
  words: string[];
  /** Han characters. */
  characters: string[];
  /** Those of both that carry content. */
  content: string[];
}

/**
 * Splits a text into lexical units: each Han character is one, each run of other letters and figures is one (an
 * apostrophe inside belongs to it). A unit carries content if it is not in the closed list of its language.
 */
export function lexicalUnits(text: string): LexicalUnits {
  const words: string[] = [], characters: string[] = [], content: string[] = [];
  const units = text.normalize("NFC").matchAll(
    /(\p{Script=Han})|((?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+(?:['’](?:(?!\p{Script=Han})[\p{L}\p{M}])+)*)/gu,
  );
  for (const [, han, word] of units) {
    if (han !== undefined) {
      characters.push(han);
      if (!CHINESE_FUNCTION_CHARACTERS.has(han)) content.push(han);
    } else {
      const plain = word.toLowerCase().replace("’", "'");
      words.push(plain);
      if (!ENGLISH_FUNCTION_WORDS.has(plain.replace(/'(s|t|re|ve|d|ll|m)$/, ""))) {
        content.push(plain);
      }
    }
  }
  return { words, characters, content };
}
