import { InvalidWorkflowError } from "./errors.ts";
import { fileInput, latentNode, samplers, textPlace } from "./trace.ts";
import type { Graph, Workflow } from "./workflow.ts";

/** What to change in a workflow before it runs. What is left out stays as it is. */
export interface Changes {
  prompt?: string;
  negative?: string;
  seed?: number;
  /** px */
  width?: number;
  /** px */
  height?: number;
  steps?: number;
  cfg?: number;
  batch?: number;
  /** Model file by the class of the node that loads it. */
  models?: Record<string, string>;
  /** Any other input, by "NODE.INPUT". */
  set?: Record<string, unknown>;
}

/**
 * A changed copy of a workflow. Finds the sampler, and from it the prompts and the size.
 *
 * @throws InvalidWorkflowError for a node or input that is not there (names those that are), and when
 * two samplers leave it open which one is meant (use `set`)
 *
 * @example
 * ```ts
 * import { patch, settings, template } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const w = patch(template("zimage-turbo-speed-test"), { seed: 7, set: { "3.steps": 4 } });
 * assert.deepEqual([settings(w).seed, settings(w).steps], [7, 4]);
 * ```
 */
export function patch(w: Workflow, c: Changes): Workflow {
  const graph: Graph = structuredClone(w.graph);
  const sampler = () => onlySampler(graph, w.name);
  for (const side of ["prompt", "negative"] as const) {
    if (c[side] !== undefined) setText(graph, sampler(), side, c[side]);
  }
  if (c.seed !== undefined) {
    const id = sampler();
    put(
      graph,
      id,
      "noise_seed" in graph[id].inputs ? "noise_seed" : "seed",
      whole("seed", c.seed, 0),
    );
  }
  if (c.steps !== undefined) put(graph, sampler(), "steps", whole("steps", c.steps, 1));
  if (c.cfg !== undefined) put(graph, sampler(), "cfg", finite("cfg", c.cfg));
  const size = { width: c.width, height: c.height, batch_size: c.batch };
  for (const [input, value] of Object.entries(size)) {
    if (value === undefined) continue;
    const node = latentNode(graph, sampler());
    if (node === null) {
      throw new InvalidWorkflowError(
        `${w.name}: node ${sampler()} does not begin from an empty latent, so there is no ${input} ` +
          "to set. Use set.",
      );
    }
    put(graph, node, input, whole(input, value, 1));
  }
  for (const [classType, file] of Object.entries(c.models ?? {})) setModel(graph, classType, file);
  for (const [path, value] of Object.entries(c.set ?? {})) {
    const dot = path.indexOf(".");
    if (dot < 1) {
      throw new InvalidWorkflowError(`set takes NODE.INPUT, for example 3.steps; not ${path}.`);
    }
    put(graph, path.slice(0, dot), path.slice(dot + 1), value);
  }
  return { ...w, graph };
}

/** Inputs that name a file: unet_name, clip_name1 and so on, but not sampler_name. */
const fileName = /^(?!sampler_)\w+_name\d*$/;

function onlySampler(graph: Graph, name: string): string {
  const all = samplers(graph);
  if (all.length === 1) return all[0];
  if (all.length === 0) {
    throw new InvalidWorkflowError(
      `${name} has no KSampler, so prompt, seed, size, steps and cfg cannot be found in it. ` +
        `Use set with NODE.INPUT. Its nodes: ${list(graph)}.`,
    );
  }
  throw new InvalidWorkflowError(
    `${name} has ${all.length} samplers (nodes ${all.join(", ")}): which one is meant? ` +
      `Use set, for example ${all[0]}.seed.`,
  );
}

function setText(graph: Graph, id: string, what: "prompt" | "negative", text: string): void {
  const side = what === "prompt" ? "positive" : "negative";
  const place = textPlace(graph, id, side);
  if (place && "node" in place) return put(graph, place.node, place.input, text);
  if (place && "zeroed" in place) {
    throw new InvalidWorkflowError(
      `This workflow has no ${what} text: node ${place.zeroed} (ConditioningZeroOut) zeroes it out.`,
    );
  }
  throw new InvalidWorkflowError(
    `No text was found behind input ${side} of node ${id}. Use set. Nodes: ${list(graph)}.`,
  );
}

function setModel(graph: Graph, classType: string, file: string): void {
  const ids = Object.keys(graph).filter((id) => graph[id].class_type === classType);
  const inputs = ids.map((id) => fileInput(graph[id].inputs, fileName));
  if (ids.length === 0 || inputs.includes(null)) {
    const loaders = Object.values(graph).filter((n) => fileInput(n.inputs, fileName))
      .map((n) => n.class_type);
    throw new InvalidWorkflowError(
      `No ${classType} loads a file in this workflow. These do: ${
        [...new Set(loaders)].join(", ")
      }.`,
    );
  }
  ids.forEach((id, i) => put(graph, id, inputs[i]!, file));
}

function put(graph: Graph, id: string, input: string, value: unknown): void {
  const node = graph[id];
  if (!node) {
    throw new InvalidWorkflowError(
      `There is no node ${id} in this workflow. Nodes: ${list(graph)}.`,
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

const list = (graph: Graph) =>
  Object.entries(graph).map(([id, n]) => `${id} ${n.class_type}`).join(", ");

function whole(name: string, value: number, least: number): number {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new InvalidWorkflowError(
      `${name} must be a whole number from ${least} on, not ${value}.`,
    );
  }
  return value;
}

function finite(name: string, value: number): number {
  if (!Number.isFinite(value)) {
    throw new InvalidWorkflowError(`${name} must be a number, not ${value}.`);
  }
  return value;
}
