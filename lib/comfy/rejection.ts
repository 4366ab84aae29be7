import { InvalidWorkflowError, type Problem } from "./errors.ts";
import type { Graph } from "./workflow.ts";

/** Makes an error out of the body of a refused /prompt: every node and input it complains about. */
export function rejection(url: string, body: any, graph: Graph): InvalidWorkflowError {
  const problems: Problem[] = [];
  const error = body?.error ?? {};
  if (error.type === "missing_node_type") {
    const node = String(error.extra_info?.node_id ?? "");
    const classType = String(error.extra_info?.class_type ?? "");
    problems.push({
      node,
      classType,
      input: null,
      kind: "missing_node",
      value: classType,
      message: `node ${node}: the host has no node type ${classType}`,
    });
  }
  for (const [node, entry] of Object.entries<any>(body?.node_errors ?? {})) {
    const classType = entry.class_type ?? graph[node]?.class_type ?? "";
    for (const e of entry.errors ?? []) {
      const input = e.extra_info?.input_name ?? null;
      problems.push({
        node,
        classType,
        input,
        kind: e.type === "value_not_in_list" ? "missing_file" : "value",
        value: e.extra_info?.received_value,
        message: `node ${node} (${classType})${input ? `, input ${input}` : ""}: ${e.message}` +
          (e.details ? ` (${e.details})` : ""),
      });
    }
  }
  const head = String(error.message ?? "the workflow was refused");
  const rest = problems.length > 0
    ? "\n" + problems.map((p) => `- ${p.message}`).join("\n")
    : error.details
    ? ` ${error.details}`
    : "";
  return new InvalidWorkflowError(`${url} refused the workflow: ${head}.${rest}`, problems);
}
