import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { InvalidWorkflowError } from "./errors.ts";

/** One node of a graph in API form. An input is a literal, or a link `[node id, output slot]`. */
export interface ApiNode {
  class_type: string;
  inputs: Record<string, unknown>;
  _meta?: { title?: string };
}

/** A graph in API form, by node id: what /prompt takes. */
export type Graph = Record<string, ApiNode>;

/** A graph with its name. `note` is what a reader must know of it. */
export interface Workflow {
  name: string;
  graph: Graph;
  note?: string;
  file?: string;
}

/**
 * Loads a workflow file in API form.
 *
 * @param path file saved by ComfyUI's "Export (API)"
 * @throws InvalidWorkflowError that names the file: missing, not JSON (with the line), in the other form
 *
 * @example
 * ```ts
 * import { loadWorkflow } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => loadWorkflow("no-such-file.json"), /no such file/);
 * ```
 */
export function loadWorkflow(path: string): Workflow {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const why = (error as any)?.code === "ENOENT" ? "there is no such file" : String(error);
    throw new InvalidWorkflowError(`Cannot read the workflow ${path}: ${why}.`, [], {
      cause: error,
    });
  }
  const name = basename(path).replace(/(\.api)?\.json$/i, "");
  return { name, graph: parseGraph(text, path), file: path };
}

/** Reads a graph in API form out of JSON text; `source` is named in errors. */
export function parseGraph(text: string, source: string): Graph {
  let json: any;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new InvalidWorkflowError(
      `${source} is not JSON${jsonPlace(text, error)}: ${(error as Error).message}`,
      [],
      { cause: error },
    );
  }
  if (Array.isArray(json?.nodes) && "links" in json) {
    throw new InvalidWorkflowError(
      `${source} is a workflow in the form of ComfyUI's page, with "nodes" and "links". ` +
        "The kit runs the API form: open it in ComfyUI and choose Workflow > Export (API).",
    );
  }
  if (json === null || typeof json !== "object" || Array.isArray(json)) {
    throw new InvalidWorkflowError(
      `${source} holds no graph: it must be an object of nodes by id.`,
    );
  }
  // Some tools wrap the graph as it is sent: {"prompt": {...}}.
  const graph = json.prompt && !json.prompt.class_type && !json.class_type ? json.prompt : json;
  const ids = Object.keys(graph);
  if (ids.length === 0) throw new InvalidWorkflowError(`${source} holds no nodes.`);
  for (const id of ids) {
    const node = graph[id];
    if (typeof node?.class_type !== "string" || typeof (node.inputs ?? {}) !== "object") {
      throw new InvalidWorkflowError(
        `${source}: node ${JSON.stringify(id)} has no class_type or no inputs. ` +
          "A graph in API form is an object of {class_type, inputs} by node id.",
      );
    }
    node.inputs ??= {};
  }
  return graph;
}

/** " in line L" for a JSON error, from the position in its message (V8) or by trying. */
function jsonPlace(text: string, error: unknown): string {
  const message = String((error as Error).message);
  const line = /line (\d+)/.exec(message);
  if (line) return ` (line ${line[1]})`;
  const at = /position (\d+)/.exec(message);
  const offset = at ? Number(at[1]) : /end of JSON/i.test(message) ? text.length : null;
  return offset === null ? "" : ` (line ${text.slice(0, offset).split("\n").length})`;
}
