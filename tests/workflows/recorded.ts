// What a real ComfyUI 0.33.0 says of the node types that the templates use, and the templates' files.
import { readFileSync } from "node:fs";
import type { Graph, UiWorkflow } from "@kgen/comfy";

const read = (url: URL) => JSON.parse(readFileSync(url, "utf8"));

/** Answer of /object_info, recorded, for the node types of the templates. */
export const objectInfo: Record<string, any> =
  read(new URL("object_info.json", import.meta.url)).objectInfo;

const folder = new URL("../../workflows/", import.meta.url);

export const apiForm = (name: string): Graph => read(new URL(`${name}.api.json`, folder));
export const uiForm = (name: string): UiWorkflow => read(new URL(`${name}.json`, folder));

/** A graph without titles, and with nodes and inputs in one order, for comparing. */
export function plain(graph: Graph): Graph {
  const sorted = <T>(o: Record<string, T>) =>
    Object.fromEntries(Object.entries(o).sort(([a], [b]) => a < b ? -1 : 1));
  return Object.fromEntries(
    Object.entries(sorted(graph)).map(([id, n]) => [id, {
      class_type: n.class_type,
      inputs: sorted(n.inputs),
    }]),
  );
}
