import { classOf } from "./classes.ts";
import { outerException, type Problem, ShapeError } from "./problems.ts";
import type { Graph } from "./types.ts";
import { type HostFiles, NodeChecker, type Verdict } from "./validate_node.ts";

/** What is wrong with one node, as POST /prompt answers it. */
export interface NodeErrors {
  errors: Problem[];
  dependent_outputs: string[];
  class_type: string;
}

/** The judgement on a graph: outputs that may run, or the error that refuses all of it. */
export interface Validation {
  outputs: string[];
  error: Problem | null;
  nodeErrors: Record<string, NodeErrors>;
}

/**
 * Checks a graph as ComfyUI does before it queues it. Literals that need it are converted in place.
 *
 * `only` names the outputs to look at, all if absent; `has` tells what files the host has.
 */
export function validate(
  graph: Graph,
  only?: string[],
  has: HostFiles = { picture: () => false, loras: [] },
): Validation {
  const refuse = (error: Problem): Validation => ({ outputs: [], error, nodeErrors: {} });
  const targets: string[] = [];
  for (const [id, node] of Object.entries(graph)) {
    const found = classOf(node.class_type);
    if (!found) return refuse(missingNode(id, node));
    if (found.isOutput && (!only || only.includes(id))) targets.push(id);
  }
  if (!targets.length) {
    return refuse({
      type: "prompt_no_outputs",
      message: "Prompt has no outputs",
      details: "",
      extra_info: {},
    });
  }
  const checker = new NodeChecker(graph, has);
  const outputs: string[] = [];
  const nodeErrors: Record<string, NodeErrors> = {};
  const details: string[] = [];
  for (const id of targets) {
    const verdict = judge(checker, id);
    if (verdict.ok) {
      outputs.push(id);
      continue;
    }
    details.push(...verdict.problems.map((p) => `${p.message}: ${p.details}`));
    for (const [node, { ok, problems }] of checker.verdicts) {
      // Nodes after a wrong one are wrong too, but have no problem of their own.
      if (ok || !problems.length) continue;
      nodeErrors[node] ??= {
        errors: problems,
        dependent_outputs: [],
        class_type: graph[node].class_type,
      };
      nodeErrors[node].dependent_outputs.push(id);
    }
  }
  const error = outputs.length ? null : {
    type: "prompt_outputs_failed_validation",
    message: "Prompt outputs failed validation",
    details: details.join("\n"),
    extra_info: {},
  };
  return { outputs, error, nodeErrors };
}

function judge(checker: NodeChecker, id: string): Verdict {
  try {
    return checker.check(id);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const verdict = { ok: false, problems: [outerException(error)] };
    checker.verdicts.set(id, verdict);
    return verdict;
  }
}

function missingNode(id: string, node: Graph[string]): Problem {
  const named = "class_type" in node;
  const title = node._meta?.title ?? (named ? node.class_type : null);
  const message = named
    ? `Node '${title}' not found. The custom node may not be installed.`
    : `Node '${
      title || `ID #${id}`
    }' has no class_type. The workflow may be corrupted or a custom node is missing.`;
  return {
    type: "missing_node_type",
    message,
    details: `Node ID '#${id}'`,
    extra_info: { node_id: id, class_type: node.class_type ?? null, node_title: title },
  };
}
