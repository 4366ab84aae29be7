import type { Emoji, Reference } from "./reference.ts";
import { wordsOf } from "./words.ts";

/** The names and tags of a reference, as words of prompts. */
export class Vocabulary {
  #names = new Map<string, Emoji[]>();
  #tags = new Map<string, Emoji[]>();

  constructor(reference: Reference) {
    const add = (m: Map<string, Emoji[]>, name: string, e: Emoji) => {
      const key = wordsOf(name).join(" ");
      if (!key) return;
      const list = m.get(key);
      if (!list) m.set(key, [e]);
      else if (!list.includes(e)) list.push(e);
    };
    for (const e of reference.emoji) {
      add(this.#names, e.en, e);
      add(this.#names, e.zh, e);
      if (reference.emoji[e.base] === e) { for (const t of e.tags) add(this.#tags, t, e); }
    }
  }

  /** The emoji of that name; of the longest name that begins the words and is followed by a tag of it; of that tag. */
  accept(words: string[]): Emoji[] {
    const text = words.join(" "), whole = this.#names.get(text);
    if (whole) return whole;
    for (let n = words.length - 1; n > 0; n--) {
      const named = this.#names.get(words.slice(0, n).join(" "));
      const tag = words.slice(n).join(" ");
      const both = named?.filter((e) => e.tags.some((t) => wordsOf(t).join(" ") === tag));
      if (both?.length) return both;
    }
    return this.#tags.get(text) ?? [];
  }
}
