import { pythonFloat, pythonRepr, pythonStr } from "./python.ts";
import type { InputSpec } from "./types.ts";

/** One thing that is wrong with an input, in ComfyUI's form. */
export interface Problem {
  type: string;
  message: string;
  details: string;
  extra_info: Record<string, unknown>;
}

/** ComfyUI shows a list of choices up to this length. */
const longestList = 20;

function problem(
  type: string,
  message: string,
  details: string,
  name: string,
  extra: Record<string, unknown> = {},
): Problem {
  return { type, message, details, extra_info: { input_name: name, ...extra } };
}

export function missingInput(name: string): Problem {
  return problem("required_input_missing", "Required input is missing", name, name);
}

export function badLink(name: string, spec: InputSpec, value: unknown): Problem {
  const message = "Bad linked input, must be a length-2 list of [node_id, slot_index]";
  return problem("bad_linked_input", message, name, name, {
    input_config: spec,
    received_value: value,
  });
}

export function typeMismatch(name: string, spec: InputSpec, type: string, link: unknown): Problem {
  const message = "Return type mismatch between linked nodes";
  const details = `${name}, received_type(${type}) mismatch input_type(${pythonStr(spec[0])})`;
  return problem("return_type_mismatch", message, details, name, {
    input_config: spec,
    received_type: type,
    linked_node: link,
  });
}

export function notConvertible(
  name: string,
  spec: InputSpec,
  value: unknown,
  error: Error,
): Problem {
  const message = `Failed to convert an input value to a ${pythonStr(spec[0])} value`;
  const details = `${name}, ${pythonStr(value)}, ${error.message}`;
  return problem("invalid_input_type", message, details, name, {
    input_config: spec,
    received_value: value,
    exception_message: error.message,
  });
}

/** The value is outside the range, or not in the list; null if it is fine. */
export function outOfRange(name: string, spec: InputSpec, value: any): Problem | null {
  const [type, options = {}] = spec;
  const text = (v: any) => type === "FLOAT" ? pythonFloat(v) : pythonStr(v);
  const extra = { input_config: spec, received_value: value };
  if ("min" in options && value < (options.min as number)) {
    const message = `Value ${text(value)} smaller than min of ${text(options.min)}`;
    return problem("value_smaller_than_min", message, name, name, extra);
  }
  if ("max" in options && value > (options.max as number)) {
    const message = `Value ${text(value)} bigger than max of ${text(options.max)}`;
    return problem("value_bigger_than_max", message, name, name, extra);
  }
  const choices = choicesOf(spec);
  if (choices && !choices.includes(value)) {
    const long = choices.length > longestList;
    const list = long ? `(list of length ${choices.length})` : pythonRepr(choices);
    const details = `${name}: ${pythonRepr(value)} not in ${list}`;
    return problem("value_not_in_list", "Value not in list", details, name, {
      input_config: long ? null : spec,
      received_value: value,
    });
  }
  return null;
}

/** The picture that an input names is not on the host. */
export function missingPicture(name: string, value: unknown): Problem {
  const details = `${name} - Invalid image file: ${pythonStr(value)}`;
  return problem("custom_validation_failed", "Custom validation failed for node", details, name);
}

/** The allowed texts of a list input: in the place of the type, or in the options of a class of ComfyUI's newer kind. */
function choicesOf([type, options]: InputSpec): string[] | undefined {
  if (Array.isArray(type)) return type;
  return type === "COMBO" ? options?.options as string[] : undefined;
}

/** The error in Python's terms that a graph of a wrong shape gives. */
export class ShapeError extends Error {
  constructor(readonly pythonType: "KeyError" | "IndexError" | "TypeError", message: string) {
    super(message);
    this.name = "ShapeError";
  }
  get traceback(): string[] {
    return (this.stack ?? "").split("\n").slice(1);
  }
}

export function innerException(
  name: string,
  spec: InputSpec,
  error: ShapeError,
  link: unknown,
): Problem {
  return problem(
    "exception_during_inner_validation",
    "Exception when validating inner node",
    error.message,
    name,
    {
      input_config: spec,
      exception_message: error.message,
      exception_type: error.pythonType,
      traceback: error.traceback,
      linked_node: link,
    },
  );
}

export function outerException(error: ShapeError): Problem {
  return {
    type: "exception_during_validation",
    message: "Exception when validating node",
    details: error.message,
    extra_info: { exception_type: error.pythonType, traceback: error.traceback },
  };
}

export function cycle(path: string, node: string, nodes: string[]): Problem {
  return {
    type: "dependency_cycle",
    message: "Dependency cycle detected",
    details: path,
    extra_info: { node_id: node, cycle_nodes: nodes },
  };
}
