import { readFileSync } from "node:fs";
import { KineticsError } from "./errors.ts";

interface TokenizerJson {
  model: { type: string; vocab: Record<string, number>; merges: (string | [string, string])[] };
  pre_tokenizer?: { pretokenizers?: { type: string; pattern?: { Regex?: string } }[] };
}

/** The split of Qwen2 and Qwen3, used where the file has none. */
const QWEN_SPLIT =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

const readers = new Map<string, (text: string) => number[]>();

/**
 * A byte-level BPE tokenizer from a Hugging Face tokenizer.json (Qwen, GPT-2 and their kin): NFC, split by the file's
 * pattern, bytes as GPT-2 writes them, merges by rank. Special tokens and templates are not added.
 *
 * @throws {KineticsError} a file that is missing or is not a byte-level BPE
 */
export function tokenizerOf(path: string): (text: string) => number[] {
  const known = readers.get(path);
  if (known) return known;
  let json: TokenizerJson;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new KineticsError(
      "argument",
      `${path} is not a tokenizer.json: ${(cause as Error).message}`,
    );
  }
  if (json.model?.type !== "BPE" || !json.model.vocab || !json.model.merges) {
    throw new KineticsError("argument", `${path} holds no BPE model; Qwen's tokenizer.json does.`);
  }
  const { vocab, merges } = json.model;
  const ranks = new Map(merges.map((m, i) => [typeof m === "string" ? m : m.join(" "), i]));
  const pattern =
    json.pre_tokenizer?.pretokenizers?.find((p) => p.pattern?.Regex)?.pattern?.Regex ??
      QWEN_SPLIT;
  const split = new RegExp(portable(pattern), "gu");
  const letters = byteLetters(), encoder = new TextEncoder();
  const encode = (text: string) =>
    [...text.normalize("NFC").matchAll(split)].flatMap(([piece]) =>
      mergeAll(Array.from(encoder.encode(piece), (b) => letters[b]), ranks).map((t) =>
        vocab[t] ?? -1
      )
    );
  readers.set(path, encode);
  return encode;
}

/** Node 20 has no inline (?i:): the only use of it is the list of English endings. */
function portable(pattern: string): string {
  return pattern.replace(
    /\(\?i:([^)]*)\)/,
    (_, list) => `(?:${list.replace(/[a-z]/g, (c: string) => `[${c}${c.toUpperCase()}]`)})`,
  );
}

/** GPT-2's letter for each byte: printable ones are themselves, the others follow from U+0100. */
function byteLetters(): string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, b) => {
    const printable = (b > 32 && b < 127) || (b > 160 && b !== 173);
    return String.fromCodePoint(printable ? b : next++);
  });
}

function mergeAll(parts: string[], ranks: Map<string, number>): string[] {
  for (;;) {
    let best = Infinity, at = -1;
    for (let i = 0; i + 1 < parts.length; i++) {
      const rank = ranks.get(`${parts[i]} ${parts[i + 1]}`) ?? Infinity;
      if (rank < best) [best, at] = [rank, i];
    }
    if (at < 0) return parts;
    parts.splice(at, 2, parts[at] + parts[at + 1]);
  }
}
