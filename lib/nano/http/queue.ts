import type { Outcome } from "../engine/messages.ts";
import type { Graph } from "../graph/types.ts";

/** A prompt in the queue, as ComfyUI lists it: number, id, graph, extra data, outputs. */
export type Item = [
  number: number,
  promptId: string,
  graph: Graph,
  extraData: Record<string, any>,
  outputs: string[],
];

/** ComfyUI keeps this many finished prompts. */
const longestHistory = 10_000;

/** Prompts that wait, the one that runs, and those that are done. */
export class Queue {
  #pending: Item[] = [];
  #running: Item | null = null;
  #history = new Map<string, Record<string, unknown>>();

  /** `changed` is called whenever the number of remaining prompts may have changed. */
  constructor(readonly changed: () => void) {}

  get running(): Item | null {
    return this.#running;
  }

  get remaining(): number {
    return this.#pending.length + (this.#running ? 1 : 0);
  }

  put(item: Item): void {
    const at = this.#pending.findIndex((other) => precedes(item, other));
    this.#pending.splice(at < 0 ? this.#pending.length : at, 0, item);
    this.changed();
  }

  /** Takes the next prompt out to run it; null if there is none or one runs. */
  take(): Item | null {
    if (this.#running || !this.#pending.length) return null;
    this.#running = this.#pending.shift()!;
    this.changed();
    return this.#running;
  }

  /** Moves the running prompt to the history. */
  done({ promptId, success, messages, outputs, meta }: Outcome): void {
    if (this.#history.size > longestHistory) {
      const [oldest] = this.#history.keys();
      this.#history.delete(oldest);
    }
    this.#history.delete(promptId);
    this.#history.set(promptId, {
      prompt: this.#running,
      outputs,
      status: { status_str: success ? "success" : "error", completed: success, messages },
      meta,
    });
    this.#running = null;
    this.changed();
  }

  list(): { queue_running: Item[]; queue_pending: Item[] } {
    return {
      queue_running: this.#running ? [this.#running] : [],
      queue_pending: [...this.#pending],
    };
  }

  clear(): void {
    this.#pending = [];
    this.changed();
  }

  delete(promptId: string): void {
    const at = this.#pending.findIndex(([, id]) => id === promptId);
    if (at < 0) return;
    this.#pending.splice(at, 1);
    this.changed();
    // ComfyUI clears the queue to delete its only prompt, and tells of both.
    if (!this.#pending.length) this.changed();
  }

  history(promptId?: string, maxItems?: number, offset = -1): Record<string, unknown> {
    if (promptId !== undefined) {
      const entry = this.#history.get(promptId);
      return entry ? { [promptId]: entry } : {};
    }
    const all = [...this.#history];
    const from = Math.max(0, offset < 0 && maxItems !== undefined ? all.length - maxItems : offset);
    return Object.fromEntries(
      all.slice(from, maxItems === undefined ? undefined : from + maxItems),
    );
  }

  clearHistory(): void {
    this.#history.clear();
  }

  deleteHistory(promptId: string): void {
    this.#history.delete(promptId);
  }
}

/** The lower number first; of equal ones the lower id, as Python compares tuples. */
function precedes([number, id]: Item, [otherNumber, otherId]: Item): boolean {
  return number < otherNumber || (number === otherNumber && id < otherId);
}
