import type { Graph } from "@kgen/comfy";
import { type Phase, phaseOf } from "./phases.ts";
import { toMicroseconds } from "./seconds.ts";

/** When each node of a job began and ended, in s since submission. */
export class NodeClock {
  /** Nodes whose result the host had already. */
  cached: string[] = [];
  /** Node that works now. */
  now: string | null = null;
  #times = new Map<string, { began: number; ended: number | null }>();
  #graph: Graph;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  begin(id: string, t: number): void {
    if (!this.#times.has(id)) this.#times.set(id, { began: t, ended: null });
  }

  end(id: string, t: number): void {
    const time = this.#times.get(id);
    if (time && time.ended === null) time.ended = t;
  }

  /** A host that does not say when a node is finished says which is next. */
  turnTo(id: string, t: number): void {
    if (this.now !== null) this.end(this.now, t);
    this.now = id;
  }

  /** Cached nodes first, then those that ran, in their order. A node that did not end is left out. */
  phases(): Phase[] {
    const entry = (node: string, seconds: number, cached: boolean): Phase => {
      const classType = this.#graph[node]?.class_type ?? "";
      return { phase: phaseOf(classType), node, classType, seconds, cached };
    };
    const ran = [...this.#times].filter(([, time]) => time.ended !== null)
      .map(([id, time]) => entry(id, toMicroseconds(time.ended! - time.began), false));
    const cached = this.cached.filter((id) => !this.#times.has(id));
    return [...cached.map((id) => entry(id, 0, true)), ...ran];
  }
}
