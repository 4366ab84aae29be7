import type { Graph } from "@kgen/comfy";
import type { Evaluation } from "./evaluation.ts";
import { evaluations } from "./nfe.ts";
import { samplerNodes } from "./phases.ts";

/** Counts the steps that samplers report, and the evaluations that they stand for. */
export class StepCounter {
  /** Steps that were passed over: the host reported a later one next. */
  readonly missed: number[] = [];
  /** Sampler that reported a step last. */
  last: string | null = null;
  #graph: Graph;
  #samplers: Set<string>;
  #reported = new Map<string, number>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#samplers = samplerNodes(graph);
  }

  isSampler(id: string): boolean {
    return this.#samplers.has(id);
  }

  /** There is one sampler, so that its steps are those of the job. */
  get single(): boolean {
    return this.#samplers.size === 1;
  }

  /** Whether a step lies beyond those that a sampler has reported. */
  isNew(id: string, value: number): boolean {
    return value > (this.#reported.get(id) ?? 0);
  }

  /** Counts a step that a sampler reports as finished; null when it has reported that before. */
  report(
    id: string,
    value: number,
    max: number,
  ): Pick<Evaluation, "step" | "evals" | "nfe"> | null {
    if (!Number.isInteger(value) || !this.isNew(id, value)) return null;
    const before = this.#reported.get(id) ?? 0;
    this.#reported.set(id, value);
    this.last = id;
    const count = this.#countOf(id);
    // Steps and evaluations of samplers that are through come before.
    let steps = 0;
    let nfe = 0;
    for (const [other, n] of this.#reported) {
      if (other === id) continue;
      steps += n;
      nfe += this.#countOf(other).atReport(n, n);
    }
    for (let skipped = before + 1; skipped < value; skipped++) this.missed.push(steps + skipped);
    return {
      step: steps + value,
      evals: count.inStep(value, max),
      nfe: nfe + count.atReport(value, max),
    };
  }

  #countOf(id: string) {
    const { sampler, cfg } = inputsOf(this.#graph, id);
    return evaluations(sampler, cfg);
  }

  /** Samplers that took part and are not in the table of evaluations; null for one without a name. */
  unknown(): (string | null)[] {
    return [...this.#reported.keys()].map((id) => inputsOf(this.#graph, id).sampler)
      .filter((name) => !evaluations(name, 1).known);
  }
}

/** Sampler and guidance of a node; SamplerCustom has them in nodes of their own. */
function inputsOf(graph: Graph, id: string): { sampler: string | null; cfg: number | null } {
  const { inputs } = graph[id];
  const linked = (input: string) => graph[String((inputs[input] as any)?.[0])]?.inputs ?? {};
  const sampler = inputs.sampler_name ?? linked("sampler").sampler_name;
  const cfg = inputs.cfg ?? linked("guider").cfg;
  return {
    sampler: typeof sampler === "string" ? sampler : null,
    cfg: typeof cfg === "number" ? cfg : null,
  };
}
