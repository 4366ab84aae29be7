import { type NodeInfo, nodeProblems } from "./check_node.ts";
import type { Problem } from "./errors.ts";
import type { Host } from "./host.ts";
import { missingElsewhere } from "./missing_picture.ts";
import type { Workflow } from "./workflow.ts";

/**
 * Checks a workflow against what a host has, before anything is queued: node types, inputs that are
 * lacking, links that do not fit, numbers out of range, model files and pictures. Empty when all is
 * there. For a model file of the kit's templates the message says where to get it and where it goes.
 *
 * @returns one entry for each thing missing, with node id, input, the value, and what the host has
 *
 * @example
 * ```ts
 * import { checkAgainst, connect, template } from "@kgen/comfy";
 *
 * async function ready(url: string): Promise<boolean> {
 *   const problems = await checkAgainst(await connect(url), template("zimage-turbo-speed-test"));
 *   for (const p of problems) console.log(p.message);
 *   return problems.length === 0;
 * }
 * console.assert(ready.length === 1);
 * ```
 */
export async function checkAgainst(host: Host, w: Workflow): Promise<Problem[]> {
  const classes = [...new Set(Object.values(w.graph).map((n) => n.class_type))];
  const infos = Object.fromEntries(
    await Promise.all(classes.map(async (c) => [c, (await host.objectInfo(c))[c]] as const)),
  );
  return [
    ...checkInfo(w, infos, host.url, host.kind),
    ...await missingElsewhere(host, w.graph, infos),
  ];
}

/**
 * The same check with the answer of /object_info at hand, for any number of workflows. Pictures in
 * subfolders of the host are not looked at, since no list names them.
 *
 * @param objectInfo answer of /object_info, at least for the node types of the workflow
 * @param url where it came from, for the messages
 *
 * @example
 * ```ts
 * import { checkInfo, template } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const problems = checkInfo(template("zimage-turbo"), {}, "http://127.0.0.1:8188");
 * assert.equal(problems[0].kind, "missing_node");
 * ```
 */
export function checkInfo(
  w: Workflow,
  objectInfo: Record<string, NodeInfo | undefined>,
  url: string,
  kind: "embedded" | "remote" = "remote",
): Problem[] {
  return Object.entries(w.graph).flatMap(([node, { class_type: classType }]) => {
    if (objectInfo[classType]) return nodeProblems(w.graph, node, objectInfo, url);
    const advice = kind === "embedded"
      ? "The embedded host has few node types: use a ComfyUI with --host URL."
      : "Install the custom node that brings it, or update ComfyUI.";
    return [{
      node,
      classType,
      input: null,
      kind: "missing_node" as const,
      value: classType,
      message: `node ${node}: ${url} has no node type ${classType}. ${advice}`,
    }];
  });
}
