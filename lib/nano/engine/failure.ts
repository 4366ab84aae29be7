import { classOf } from "../graph/classes.ts";
import { pythonRepr } from "../graph/python.ts";
import { Interrupted, NodeError } from "./errors.ts";
import type { Job } from "./messages.ts";

/** What ComfyUI tells of a node that failed or was interrupted, in Python's words. */
export function failure(
  { promptId, graph, extraData }: Job,
  id: string,
  inputs: Record<string, unknown>,
  executed: string[],
  error: Error,
): Record<string, unknown> {
  const type = graph[id].class_type;
  const common = { prompt_id: promptId, node_id: id, node_type: type, executed };
  if (error instanceof Interrupted) return common;
  console.error(`node ${id} (${type}) failed:`, error);
  const hidden = classOf(type)?.hidden?.prompt
    ? { prompt: graph, extra_pnginfo: extraData.extra_pnginfo ?? null }
    : {};
  return {
    ...common,
    exception_message: `${error.message}\n`,
    exception_type: error instanceof NodeError ? error.pythonType : error.name,
    traceback: (error.stack ?? "").split("\n").slice(1).map((line) => `${line}\n`),
    current_inputs: Object.fromEntries(
      Object.entries({ ...inputs, ...hidden }).map(([name, value]) => [name, [shown(value)]]),
    ),
    // ComfyUI lists every node of the prompt here, run or not.
    current_outputs: Object.keys(graph),
  };
}

/** An input as an error shows it: literals stay, objects become their text. */
function shown(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value !== "object") return value;
  const own = value.toString !== Object.prototype.toString && !Array.isArray(value);
  return own ? String(value) : pythonRepr(value);
}
