import type { Problem } from "./errors.ts";
import type { Host } from "./host.ts";
import type { Workflow } from "./workflow.ts";

/**
 * Checks a workflow against what a host has, before anything is queued: node types, and values that
 * must be on a list, which model files are. Empty when all is there.
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
  const infos = new Map(
    await Promise.all(
      classes.map(async (c) => [c, (await host.objectInfo(c))[c]] as const),
    ),
  );
  const problems: Problem[] = [];
  for (const [node, { class_type: classType, inputs }] of Object.entries(w.graph)) {
    const info = infos.get(classType);
    if (!info) {
      problems.push({
        node,
        classType,
        input: null,
        kind: "missing_node",
        value: classType,
        message: `node ${node}: ${host.url} has no node type ${classType}. ` +
          (host.kind === "embedded"
            ? "The embedded host has few node types: use a ComfyUI with --host URL."
            : "Install the custom node that brings it, or update ComfyUI."),
      });
      continue;
    }
    const specs = { ...info.input?.required, ...info.input?.optional };
    for (const [input, spec] of Object.entries<any>(specs)) {
      const options = choices(spec);
      const value = inputs[input];
      if (!options || value === undefined || Array.isArray(value)) continue;
      if (options.includes(value)) continue;
      const file = /\.\w{2,12}$/.test(String(value)) ||
        /_name$/.test(input) && !/^sampler_name$/.test(input);
      problems.push({
        node,
        classType,
        input,
        kind: file ? "missing_file" : "value",
        value,
        available: options.map(String),
        message: `node ${node} (${classType}), input ${input}: ${host.url} does not have ` +
          `${JSON.stringify(value)}. It has: ${shortList(options)}.`,
      });
    }
  }
  return problems;
}

/** The list an input must be chosen from: `[["a", "b"], {...}]`, or `["COMBO", {options: [...]}]`. */
function choices(spec: any): unknown[] | null {
  if (!Array.isArray(spec)) return null;
  if (Array.isArray(spec[0])) return spec[0];
  if (spec[0] === "COMBO" && Array.isArray(spec[1]?.options)) return spec[1].options;
  return null;
}

function shortList(options: unknown[]): string {
  if (options.length === 0) return "none";
  const shown = options.slice(0, 12).map(String).join(", ");
  return options.length > 12 ? `${shown} and ${options.length - 12} more` : shown;
}
