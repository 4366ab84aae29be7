import { classOf } from "./classes.ts";
import { convert } from "./convert.ts";
import {
  badLink,
  cycle,
  innerException,
  missingInput,
  missingPicture,
  notConvertible,
  outOfRange,
  type Problem,
  ShapeError,
  typeMismatch,
} from "./problems.ts";
import { pythonRepr } from "./python.ts";
import type { Graph, GraphNode, InputSpec } from "./types.ts";

/** Whether a node and all before it are right, and what is wrong with the node itself. */
export interface Verdict {
  ok: boolean;
  problems: Problem[];
}

/** Files of a host that a graph may name. */
export interface HostFiles {
  /** Whether there is a picture of this name. */
  picture: (name: unknown) => boolean;
  loras: string[];
}

/** Checks nodes of a graph, each once. Literals that need it are converted in place. */
export class NodeChecker {
  readonly verdicts = new Map<string, Verdict>();
  #path: string[] = [];

  constructor(readonly graph: Graph, readonly has: HostFiles) {}

  /** Checks a node and, through its links, all that it needs. Throws a `ShapeError` if the graph cannot be followed. */
  check(id: string): Verdict {
    const known = this.verdicts.get(id);
    if (known) return known;
    if (this.#path.includes(id)) return this.#blameCycle(id);
    const node = this.#node(id);
    if (!node.inputs) throw new ShapeError("KeyError", "'inputs'");
    const { required, optional } = classOf(node.class_type)!;
    const problems: Problem[] = [];
    let ok = true;
    for (const [name, spec] of Object.entries({ ...required, ...optional })) {
      if (!(name in node.inputs)) {
        if (name in required) problems.push(missingInput(name));
        continue;
      }
      const found = Array.isArray(node.inputs[name])
        ? this.#checkLink(id, name, full(spec))
        : this.#checkLiteral(node, name, full(spec));
      if (found === "source") ok = false;
      else if (found) problems.push(found);
    }
    // A cycle that runs through this node has already left its verdict.
    const before = this.verdicts.get(id);
    const verdict = {
      ok: ok && !problems.length && (before?.ok ?? true),
      problems: [...before?.problems ?? [], ...problems],
    };
    this.verdicts.set(id, verdict);
    return verdict;
  }

  #node(id: unknown): GraphNode {
    const there = typeof id === "string" && Object.hasOwn(this.graph, id);
    if (!there) throw new ShapeError("KeyError", pythonRepr(id));
    return this.graph[id];
  }

  /** The problem of a link, or "source" if the fault lies at its other end. */
  #checkLink(id: string, name: string, spec: InputSpec): Problem | "source" | null {
    const link = this.graph[id].inputs[name] as [unknown, unknown];
    if (link.length !== 2) return badLink(name, spec, link);
    const [source, slot] = link;
    const { outputs } = classOf(this.#node(source).class_type)!;
    if (typeof slot !== "number" || !Number.isInteger(slot)) {
      throw new ShapeError("TypeError", "tuple indices must be integers or slices, not str");
    }
    const type = outputs.at(slot);
    if (type === undefined) throw new ShapeError("IndexError", "tuple index out of range");
    if (type !== spec[0]) return typeMismatch(name, spec, type, link);
    this.#path.push(id);
    try {
      return this.check(source as string).ok ? null : "source";
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      const problems = [innerException(name, spec, error, link)];
      this.verdicts.set(source as string, { ok: false, problems });
      return "source";
    } finally {
      this.#path.pop();
    }
  }

  #checkLiteral(node: GraphNode, name: string, spec: InputSpec): Problem | null {
    let value = node.inputs[name] as any;
    // A list as a literal comes wrapped, since a bare list is a link.
    if (value && typeof value === "object" && "__value__" in value) value = value.__value__;
    try {
      value = node.inputs[name] = convert(value, spec[0]);
    } catch (error) {
      return notConvertible(name, spec, value, error as Error);
    }
    const { picture, files } = classOf(node.class_type)!;
    // Of pictures the list has those of one folder only.
    if (picture === name) return this.has.picture(value) ? null : missingPicture(name, value);
    return outOfRange(name, files === name ? [this.has.loras, spec[1]] : spec, value);
  }

  #blameCycle(id: string): Verdict {
    const path = [...this.#path.slice(this.#path.indexOf(id)), id];
    const nodes = [...new Set(path)];
    const text = path.map((n) => `${n} (${this.graph[n].class_type})`).join(" -> ");
    for (const node of nodes) {
      this.verdicts.set(node, { ok: false, problems: [cycle(text, node, nodes)] });
    }
    return this.verdicts.get(id)!;
  }
}

/** ComfyUI reports an input's options also where there are none. */
function full([type, options = {}]: InputSpec): InputSpec {
  return [type, options];
}
