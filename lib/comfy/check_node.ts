import { choices, isOption, looksLikeFile, shortList } from "./choices.ts";
import type { Problem } from "./errors.ts";
import { whereToGet } from "./models.ts";
import { isElsewhere, missingPicture } from "./missing_picture.ts";
import type { Graph } from "./workflow.ts";

/** What /object_info tells of a node type, as far as it is looked at here. */
export interface NodeInfo {
  input?: { required?: Record<string, any>; optional?: Record<string, any> };
  output?: unknown[];
}

type Infos = Record<string, NodeInfo | undefined>;

/** What a host will not accept of one node whose type it has. */
export function nodeProblems(graph: Graph, node: string, infos: Infos, url: string): Problem[] {
  const { class_type: classType, inputs } = graph[node];
  const info = infos[classType]!;
  const problems: Problem[] = [];
  const add = (input: string, kind: Problem["kind"], what: string, more: Partial<Problem> = {}) =>
    problems.push({
      node,
      classType,
      input,
      kind,
      value: inputs[input],
      ...more,
      message: `node ${node} (${classType}), input ${input}: ${what}`,
    });
  for (
    const [input, spec] of Object.entries({ ...info.input?.required, ...info.input?.optional })
  ) {
    const value = inputs[input];
    const type = Array.isArray(spec) ? spec[0] : undefined;
    if (value === undefined) {
      // Inputs that grow or change with others have names of their own in the graph.
      const grows = typeof type === "string" && type.startsWith("COMFY_");
      if (info.input?.required?.[input] && !grows) add(input, "value", "it is lacking.");
    } else if (isLink(value)) {
      const wrong = linkProblem(graph, value, type, infos);
      if (wrong) add(input, "link", wrong);
    } else if (choices(spec)) {
      const options = choices(spec)!;
      if (isOption(options, value)) continue;
      const available = options.map(String);
      if (spec[1]?.image_upload) {
        const place = { node, classType, input, value: String(value) };
        if (!isElsewhere(value)) problems.push(missingPicture(place, url, available));
        continue;
      }
      const file = looksLikeFile(input, value);
      const get = file ? whereToGet(String(value)) : "";
      add(
        input,
        file ? "missing_file" : "value",
        `${url} does not have ${JSON.stringify(value)}. ` +
          `${get ? `${get} ` : ""}It has: ${shortList(options)}.`,
        { available },
      );
    } else if (type === "INT" || type === "FLOAT") {
      const wrong = numberProblem(value, spec[1] ?? {});
      if (wrong) add(input, "value", wrong);
    }
  }
  return problems;
}

const isLink = (v: unknown): v is [string, number] =>
  Array.isArray(v) && v.length === 2 && typeof v[1] === "number";

function linkProblem(graph: Graph, [id, slot]: [string, number], type: unknown, infos: Infos) {
  const from = graph[id];
  if (!from) return `it is linked to node ${id}, which is not in the workflow.`;
  const outputs = infos[from.class_type]?.output;
  // A type that the host lacks is named already.
  if (!outputs) return null;
  const given = outputs[slot];
  if (given === undefined) {
    return `it is linked to output ${slot} of node ${id} (${from.class_type}), which has ${outputs.length}.`;
  }
  const fits = [given, type].some((t) => typeof t !== "string" || t === "*" || /^COMFY_/.test(t)) ||
    String(type).split(",").some((t) => String(given).split(",").includes(t));
  return fits ? null : `it takes ${type}, and node ${id} (${from.class_type}) gives ${given}.`;
}

/** The host converts text to numbers; what it cannot convert it refuses. */
function numberProblem(value: unknown, { min, max }: { min?: number; max?: number }) {
  const n = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof n === "boolean") return null;
  if (typeof n !== "number" || Number.isNaN(n)) return `${JSON.stringify(value)} is no number.`;
  if (min !== undefined && n < min) return `${n} is less than ${min}.`;
  if (max !== undefined && n > max) return `${n} is more than ${max}.`;
  return null;
}
