import type { Result } from "./node.ts";

/** What a finished node left: its outputs, and its entry in the history where it has one. */
export interface Entry {
  outputs: unknown[];
  ui?: UiEntry;
}

/** What an output node shows. */
export interface UiEntry {
  meta: {
    node_id: string;
    display_node: string;
    parent_node: null;
    real_node_id: string;
  };
  output: NonNullable<Result["ui"]>;
}

/** Results of nodes by signature. */
export class NodeCache {
  #entries = new Map<string, Entry>();

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  set(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
  }

  /** Forgets all results but those with these keys. */
  retain(keys: Iterable<string>): void {
    const wanted = new Set(keys);
    for (const key of this.#entries.keys()) {
      if (!wanted.has(key)) this.#entries.delete(key);
    }
  }
}
