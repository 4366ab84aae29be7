import { createHash, randomUUID } from "node:crypto";
import { classOf } from "../graph/classes.ts";
import { formatJson } from "../graph/json.ts";
import { type Graph, type GraphNode, isLink } from "../graph/types.ts";

/**
 * A key for what each node gives: its class, its literals, the keys of its sources, not its id, and what `outside` tells.
 *
 * Two nodes with the same key give the same, so the second need not run. A node that must run each time gets a key of its
 * own. Links to nodes that are not there get none. `outside` stands for what a node reads beside its inputs.
 */
export function signatures(
  graph: Graph,
  outside: (node: GraphNode) => string = () => "",
): Map<string, string> {
  const keys = new Map<string, string>();
  const keyOf = (id: string): string => {
    const known = keys.get(id);
    if (known !== undefined) return known;
    // A cycle in a part that no output needs must not hang.
    keys.set(id, "");
    const node = graph[id];
    const inputs = Object.entries(node.inputs ?? {}).sort(([a], [b]) => a < b ? -1 : 1).map(
      ([name, value]) =>
        isLink(value) && Object.hasOwn(graph, value[0])
          ? [name, "link", keyOf(value[0]), value[1]]
          : [name, value],
    );
    const once = classOf(node.class_type)?.alwaysRuns ? randomUUID() : "";
    const parts = [node.class_type, inputs, once, outside(node)];
    const key = createHash("sha256").update(formatJson(parts)).digest("hex");
    keys.set(id, key);
    return key;
  };
  for (const id of Object.keys(graph)) keyOf(id);
  return keys;
}
