/**
 * The words of a prompt as the nano model reads them: lower-case runs of a to z and digits, or single Han characters.
 * Everything else only separates words, so "flag: France" and "flag France" are the same prompt to it and to us.
 */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+|[\u3400-\u9fff]/g) ?? [];
}

/** Where a part begins in the words; −1 if nowhere. */
export function find(words: string[], part: string[]): number {
  for (let i = 0; i + part.length <= words.length; i++) {
    if (part.every((w, j) => w === words[i + j])) return i;
  }
  return -1;
}

/** The words without a part; undefined if it is not in them. */
export function without(words: string[], part: string[]): string[] | undefined {
  const at = find(words, part);
  return at < 0 ? undefined : [...words.slice(0, at), ...words.slice(at + part.length)];
}
