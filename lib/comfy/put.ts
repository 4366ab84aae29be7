import { InvalidWorkflowError } from "./errors.ts";
import type { Graph } from "./workflow.ts";

/** Sets an input that a node has. Changes `graph`. */
export function put(graph: Graph, id: string, input: string, value: unknown): void {
  const node = graph[id];
  if (!node) {
    throw new InvalidWorkflowError(
      `There is no node ${id} in this workflow. Nodes: ${nodeList(graph)}.`,
    );
  }
  if (!(input in node.inputs)) {
    throw new InvalidWorkflowError(
      `Node ${id} (${node.class_type}) has no input ${input}. It has: ` +
        `${Object.keys(node.inputs).join(", ") || "none"}.`,
    );
  }
  node.inputs[input] = value;
}

/** "3 KSampler, 8 VAEDecode". */
export const nodeList = (graph: Graph) =>
  Object.entries(graph).map(([id, n]) => `${id} ${n.class_type}`).join(", ");

/** `value`, if it is a whole number that JSON keeps exactly. */
export function whole(name: string, value: number, least: number): number {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new InvalidWorkflowError(
      `${name} must be a whole number from ${least} on, not ${value}.`,
    );
  }
  return value;
}

/** `value`, if it is a number between the two. */
export function between(name: string, value: number, least = -Infinity, most = Infinity): number {
  if (!Number.isFinite(value) || value < least || value > most) {
    const range = least === -Infinity ? "" : ` from ${least} to ${most}`;
    throw new InvalidWorkflowError(`${name} must be a number${range}, not ${value}.`);
  }
  return value;
}

/** `value`, if it is a text with something in it. */
export function named(name: string, value: string): string {
  if (typeof value !== "string" || value.trim() === "") {
    throw new InvalidWorkflowError(
      `${name} must be a name, not ${JSON.stringify(value) ?? "nothing"}.`,
    );
  }
  return value;
}
