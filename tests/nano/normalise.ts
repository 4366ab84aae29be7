/** Replaces what differs between two runs of the same thing: ids, times, file counters, addresses, sizes of memory. */
import type { Graph } from "./scenarios.ts";

/** The model files and the picture size that a host offers. */
export interface Profile {
  unet: string;
  clip: string;
  vae: string;
  lora: string;
  patch: string;
  size: number;
}

/** What a run has given names to so far. */
export interface Names {
  profile: Profile;
  /** prompt id or client id, to its label in the scenario. */
  ids: Map<string, string>;
  /** label of a prompt, to the graph that was sent. */
  graphs: Map<string, Graph>;
}

type Json = unknown;
type Obj = Record<string, Json>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A JSON value with everything volatile replaced by a name in angle brackets. */
export function normalise(value: Json, names: Names, key = ""): Json {
  if (value === null || value === undefined) return value;
  if (key === "timestamp" || /^(create|execution_start|execution_end)_time$/.test(key)) {
    return "<time>";
  }
  if (key === "number" || key === "priority") return queueNumber(value);
  if (key === "traceback") return (value as Json[]).length ? "<traceback>" : [];
  if (key === "current_inputs") return currentInputs(value as Obj, names);
  if (typeof value === "string") return text(value, names, key);
  if (typeof value === "number") {
    return (key === "width" || key === "height") && value === names.profile.size ? "<size>" : value;
  }
  if (Array.isArray(value)) return list(value, names, key);
  if (typeof value === "object") return record(value as Obj, names, key);
  return value;
}

function list(value: Json[], names: Names, key: string): Json {
  if (isQueueItem(value)) {
    const [number, id, graph, extra, outputs] = value;
    return [
      queueNumber(number),
      normalise(id, names),
      normalise(graph, names),
      normalise(extra, names),
      [...outputs as string[]].sort(),
    ];
  }
  // ComfyUI keeps these in Python sets, whose order changes with every start of the process.
  if (["executed", "current_outputs", "dependent_outputs"].includes(key)) {
    return [...value as string[]].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  }
  if (key === "errors") {
    return value.map((v) => normalise(v, names)).sort((a, b) =>
      JSON.stringify(a).localeCompare(JSON.stringify(b), "en")
    );
  }
  if (key === "output_tooltips") return value.some((v) => v) ? "<text>" : value;
  return value.map((v) => normalise(v, names));
}

/** Only its sign says something: a prompt with `front` gets a negative one. */
function queueNumber(value: Json): string {
  return (value as number) < 0 ? "<negative number>" : "<number>";
}

function isQueueItem(value: Json[]): boolean {
  return value.length === 5 && typeof value[0] === "number" && typeof value[1] === "string" &&
    Array.isArray(value[4]);
}

function record(value: Obj, names: Names, key: string): Json {
  for (const [label, graph] of names.graphs) {
    if (Object.keys(graph).length && sameJson(graph, value)) return `<graph of ${label}>`;
  }
  const out: Obj = {};
  for (const [name, item] of Object.entries(value)) {
    out[names.ids.get(name) ?? name] = key === "nodes" ? nodeState(name, item, names) : normalise(
      item,
      names,
      name,
    );
  }
  return out;
}

/** A node of progress_state as `running 2/8`, or in full if it is not of the usual form. */
function nodeState(id: string, item: Json, names: Names): Json {
  const state = normalise(item, names) as Obj;
  const { value, max, state: word, ...rest } = state;
  const usual = {
    node_id: id,
    prompt_id: rest.prompt_id,
    display_node_id: id,
    parent_node_id: null,
    real_node_id: id,
  };
  return sameJson(rest, usual) ? `${word} ${value}/${max}` : state;
}

/** Literals stay; an object is only known by its text, which is the host's own affair. */
function currentInputs(value: Obj, names: Names): Json {
  if (Array.isArray(value)) return value;
  const one = (v: Json) =>
    typeof v === "string" && /^[<[{(]|^tensor/.test(v) ? "<object>" : normalise(v, names);
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => [k, Array.isArray(v) ? v.map(one) : v]),
  );
}

function text(value: string, names: Names, key: string): string {
  const { unet, clip, vae, lora, patch } = names.profile;
  if (names.ids.has(value)) return names.ids.get(value)!;
  if (uuid.test(value)) return "<uuid>";
  if (/^[0-9a-f]{32}$/.test(value)) return "<hex>";
  // Folders with an id for a name stand in the paths of pictures.
  for (const [id, name] of names.ids) value = value.replaceAll(id, name);
  // Descriptions and tooltips are prose of ComfyUI's authors: not protocol, and not ours to copy.
  if (key === "tooltip" || key === "description") return value ? "<text>" : "";
  if (key === "exception_message") {
    value = value.replace(/(^|[\s'"])\/[^\s'"]+/g, "$1<path>");
  }
  if (value === unet) return "<unet>";
  if (value === clip) return "<clip>";
  if (value === vae) return "<vae>";
  if (value === lora) return "<lora>";
  if (value === patch) return "<patch>";
  return value
    .replace(/_temp_[a-z]{5}_/g, "_temp_<letters>_")
    .replace(/_\d{5}_\.png/g, "_<count>_.png")
    .replace(/ not in (\[.*\]|\(list of length \d+\))$/gm, " not in <list>")
    .replace(/ at 0x[0-9a-f]+/g, " at <address>");
}

/** Only the kinds of the values: for answers that describe the machine. */
export function shape(value: Json): Json {
  if (value === null) return "<null>";
  if (Array.isArray(value)) return value.length ? [shape(value[0])] : [];
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value as Obj).map(([k, v]) => [k, shape(v)]));
  }
  return `<${typeof value}>`;
}

/** Whether two JSON values are equal, whatever the order of their keys. */
export function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [a as Obj, b as Obj];
  const keys = Object.keys(x);
  return keys.length === Object.keys(y).length &&
    keys.every((k) => k in y && sameJson(x[k], y[k]));
}
