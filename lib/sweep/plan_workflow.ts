import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import {
  type Graph,
  loadWorkflow,
  settings,
  template,
  templates,
  type Workflow,
} from "@kgen/comfy";
import { canonical, hashOf } from "./canonical.ts";
import type { CellSpec } from "./plan_file.ts";

/** The workflow of a cell: a template or a file, with its dtype, added nodes and compilation. */
export function workflowFor(spec: CellSpec, folder: string): Workflow {
  const name = spec.workflow!;
  const path = isAbsolute(name) ? name : resolve(folder, name);
  const base = templates().includes(name)
    ? template(name)
    : existsSync(path)
    ? loadWorkflow(path)
    : null;
  if (base === null) {
    throw new Error(
      `"${name}" is neither a template nor a file. The templates: ${templates().join(", ")}`,
    );
  }
  const graph: Graph = structuredClone(base.graph);
  if (spec.dtype !== undefined) setDtype(graph, spec.dtype);
  for (const [id, node] of Object.entries(spec.add ?? {})) {
    if (graph[id]) throw new Error(`add: node ${id} is there already (${graph[id].class_type})`);
    graph[id] = structuredClone(node);
  }
  if (spec.compile) addCompilation(graph, spec.compile);
  return { name: base.name, graph };
}

function setDtype(graph: Graph, dtype: string): void {
  const loaders = Object.values(graph).filter((n) => n.class_type === "UNETLoader");
  if (loaders.length === 0) throw new Error("dtype: the workflow has no UNETLoader");
  for (const { inputs } of loaders) inputs.weight_dtype = dtype;
}

/** Puts TorchCompileModel between the sampler (or its guider) and the model it takes. */
function addCompilation(graph: Graph, backend: string): void {
  const sampler = settings({ name: "", graph }).samplerNode;
  const at = sampler === null ? undefined : graph[sampler];
  const guider = at && Array.isArray(at.inputs.guider) ? graph[String(at.inputs.guider[0])] : at;
  if (!guider || !Array.isArray(guider.inputs.model)) {
    throw new Error("compile: no sampler that takes a model was found");
  }
  let id = 9000;
  while (graph[id]) id++;
  graph[id] = {
    class_type: "TorchCompileModel",
    inputs: { model: guider.inputs.model, backend },
  };
  guider.inputs.model = [String(id), 0];
}

/**
 * Hash of what must be loaded, patched or compiled before a job can run. A compiled model is compiled
 * again for another size or batch.
 */
export function loadOf(w: Workflow): string {
  const nodes = Object.values(w.graph).filter((n) =>
    /Loader|Lora|Compile|Patch/i.test(n.class_type)
  );
  const parts = nodes.map(({ class_type, inputs }) => {
    const literal = Object.entries(inputs).filter(([, v]) => !Array.isArray(v));
    return canonical([class_type, Object.fromEntries(literal)]);
  });
  const { width, height, batch } = settings(w);
  const compiled = nodes.some((n) => /Compile/i.test(n.class_type));
  return hashOf([parts.sort(), compiled ? [width, height, batch] : null]);
}
