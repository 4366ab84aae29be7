/** One node of a graph in ComfyUI's API form. */
export interface GraphNode {
  class_type: string;
  inputs: Record<string, unknown>;
  _meta?: { title?: string };
}

/** A graph in API form: nodes by id. */
export type Graph = Record<string, GraphNode>;

/** What an input takes: a type name, or the list of allowed texts; and its options. */
export type InputSpec = [type: string | string[], options?: Record<string, unknown>];

/** What a node class says of itself, without its code: for /object_info and for checking a graph. */
export interface NodeClass {
  required: Record<string, InputSpec>;
  optional?: Record<string, InputSpec>;
  hidden?: Record<string, string | string[]>;
  outputs: string[];
  outputNames?: string[];
  isOutput?: boolean;
  /** The input that names a picture on the host. What it gives depends on what that file holds. */
  picture?: string;
  /** The input whose list is that of the LoRA files, which may change while the host runs. */
  files?: string;
  /** What it did in an earlier prompt does not stand for doing it again. */
  alwaysRuns?: true;
  /** The rest of its entry in /object_info. */
  info: Record<string, unknown>;
}

/** A link from an input to an output of another node. */
export type Link = [node: string, slot: number];

/** Whether a literal is a link: a list of a node id and a slot number. */
export function isLink(value: unknown): value is Link {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string" &&
    typeof value[1] === "number";
}
