import type { Event } from "./messages.ts";

interface State {
  value: number;
  max: number;
  state: "running" | "finished";
}

/** How far the nodes of one prompt are, as progress_state tells it: all nodes that have begun. */
export class Progress {
  #nodes = new Map<string, State>();

  constructor(readonly promptId: string) {}

  start(id: string): Event {
    this.#nodes.set(id, { value: 0, max: 1, state: "running" });
    return this.#event();
  }

  update(id: string, value: number, max: number): Event {
    this.#nodes.set(id, { value, max, state: "running" });
    return this.#event();
  }

  finish(id: string): Event {
    const max = this.#nodes.get(id)?.max ?? 1;
    this.#nodes.set(id, { value: max, max, state: "finished" });
    return this.#event();
  }

  #event(): Event {
    const nodes: Record<string, unknown> = {};
    for (const [id, { value, max, state }] of this.#nodes) {
      nodes[id] = {
        value,
        max,
        state,
        node_id: id,
        prompt_id: this.promptId,
        display_node_id: id,
        parent_node_id: null,
        real_node_id: id,
      };
    }
    return ["progress_state", { prompt_id: this.promptId, nodes }];
  }
}

/** ComfyUI drops progress that comes within 100 ms or 0.5 % of the last one, save the first, the last, and previews. */
export class Throttle {
  #sentAt = 0;
  #sent = -1;

  lets(value: number, max: number, hasPreview: boolean, now = performance.now()): boolean {
    const first = this.#sent < 0;
    const change = ((value - Math.max(0, this.#sent)) / max) * 100;
    const due = now - this.#sentAt >= 100 && change >= 0.5;
    if (!(hasPreview || first || value >= max || due)) return false;
    this.#sentAt = now;
    this.#sent = value;
    return true;
  }
}
