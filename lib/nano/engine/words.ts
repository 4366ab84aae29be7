import { maxTokens, tokenize } from "../model/tokenize.ts";

/** A prompt's tokens; what the model will not see of it goes to the host's standard error. */
export function tokensOf(prompt: string): number[] {
  const { tokens, known, unknown, dropped } = tokenize(prompt);
  if (unknown.length) {
    console.error(`words that the nano model does not know: ${unknown.join(" ")}`);
  }
  if (dropped.length) {
    console.error(`words after the ${maxTokens}nd are not read: ${dropped.join(" ")}`);
  }
  if (unknown.length && !known.length) console.error("no word of this prompt is known");
  return tokens;
}
