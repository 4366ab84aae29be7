/** Holds one host's transcript to the recorded one: what is contract must be equal, what may differ is named here. */
import { inspect } from "node:util";
import type { Scenario } from "./scenarios.ts";
import type { Answer, Message, Transcript } from "./transcript.ts";

type Json = unknown;
type Obj = Record<string, Json>;

/** The recordings of a scenario: the usual one, then its variants. */
export async function recordings({ name, variants = [] }: Scenario): Promise<Transcript[]> {
  const files = [name, ...variants.map((variant) => `${name}.${variant}`)];
  return await Promise.all(files.map(async (file) =>
    JSON.parse(
      await Deno.readTextFile(new URL(`./transcripts/${file}.json`, import.meta.url)),
    )
  ));
}

/** The first difference from the usual recording, or undefined if `got` is like any of the recordings. */
export function compareWithAny(
  scenario: Scenario,
  recorded: Transcript[],
  got: Transcript,
): string | undefined {
  const differences = recorded.map((expected) => compare(scenario, expected, got));
  return differences.includes(undefined) ? undefined : differences[0];
}

/** The first difference, told so that a reader can find it, or undefined if there is none. */
export function compare(
  scenario: Scenario,
  expected: Transcript,
  got: Transcript,
): string | undefined {
  return compareAnswers(expected.answers, got.answers) ??
    compareSockets(scenario, expected, got) ??
    // Where status falls anywhere among the others, its own order is still contract.
    report("status counts", differ(counts(expected), counts(got), ""));
}

/** The same count may be told twice: that says nothing. */
function counts({ statuses = {} }: Transcript): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(statuses).map((
      [client, all],
    ) => [client, all.filter((n, i) => n !== all[i - 1])]),
  );
}

function compareAnswers(expected: Answer[], got: Answer[]): string | undefined {
  for (const [i, answer] of expected.entries()) {
    const found = report(
      `answer ${i + 1}, ${answer.step}`,
      differ(relaxAnswer(answer), got[i] && relaxAnswer(got[i]), ""),
    );
    if (found) return found;
  }
}

function compareSockets(
  scenario: Scenario,
  expected: Transcript,
  got: Transcript,
): string | undefined {
  for (const client of Object.keys(expected.sockets)) {
    const pick = ({ sockets }: Transcript) => {
      const messages = (sockets[client] ?? []).map(relaxMessage);
      const steps = scenario.looseSteps ? collapseSteps(messages) : messages;
      return scenario.anyOrder ? sorted(steps) : steps;
    };
    const [want, have] = [pick(expected), pick(got)];
    for (let i = 0; i < Math.max(want.length, have.length); i++) {
      const before = i ? `, after ${show(want[i - 1])}` : "";
      const found = report(
        `message ${i + 1} to client ${client}${before}`,
        want[i]?.[0] === have[i]?.[0]
          ? differ(want[i], have[i], "")
          : { path: "", expected: want[i], got: have[i] },
      );
      if (found) return found;
    }
  }
}

function relaxAnswer(answer: Answer): Obj {
  const { step, status, type, disposition, body } = answer;
  // The text of an answer that is not JSON is for people: only its status is contract.
  if (type !== "application/json" && !type.startsWith("image/")) return { step, status };
  return { step, status, type, ...(disposition ? { disposition } : {}), body: relax(body, "") };
}

function relaxMessage([type, data]: Message): Message {
  if (!type.startsWith("binary") || type === "binary 3") return [type, relax(data, type)];
  // Previews may be PNG or JPEG and of any size, but a frame must say what is in it.
  const { picture, format, image_type, ...rest } = data as Obj;
  const real = (picture as Obj).format;
  const said = type === "binary 4" ? String(image_type).replace("image/", "") : [
    "jpeg",
    "png",
  ][Number(format) - 1];
  return [type, { ...rest, picture: real === said ? "as said" : `${real}, said to be ${said}` }];
}

/** What a client may rely on in /object_info. The rest is for the page: names to show, tooltips, folders of menus. */
const nodeKeys = [
  "input",
  "input_order",
  "is_input_list",
  "output",
  "output_is_list",
  "output_name",
];
/** And of an input: what decides which values are accepted. */
const optionKeys = ["default", "min", "max", "step"];

function relax(value: Json, key: string): Json {
  if (Array.isArray(value)) {
    const items = value.map((v) => relax(v, ""));
    if (isInputSpec(value) && isObject(value[1])) items[1] = only(value[1], optionKeys);
    // A heap: only its first item has a known place.
    if (key === "queue_pending") {
      items.sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    }
    return items;
  }
  if (!isObject(value)) return value;
  if ("input_order" in value && "output_node" in value) {
    return relaxFields(only(value, [...nodeKeys, "name", "output_node"]));
  }
  // A host may make fewer sizes than ComfyUI, and fewer pictures at once.
  if (isLimit(value.input_name)) {
    return { input_name: value.input_name, received_value: value.received_value };
  }
  if (isLimit(value.details)) {
    return { ...relaxFields(value), message: `${value.message}`.replace(/of \d+$/, "of <limit>") };
  }
  // What went wrong inside a node is the host's own affair, in its own words.
  if ("current_inputs" in value) {
    return {
      ...relaxFields(value),
      exception_message: kind(value.exception_message),
      exception_type: kind(value.exception_type),
      current_inputs: Object.keys(value.current_inputs as Obj).sort(),
    };
  }
  return relaxFields(value);
}

function relaxFields(value: Obj): Obj {
  return Object.fromEntries(
    Object.entries(value)
      // A traceback may be empty where there is no Python.
      .filter(([key]) => key !== "traceback")
      .map(([key, item]) => [key, relax(item, key)])
      .map(([key, item]) => [key, isLimit(key) && Array.isArray(item) ? item[0] : item]),
  );
}

const isLimit = (input: Json) => ["width", "height", "batch_size"].includes(`${input}`);
const isObject = (value: Json): value is Obj =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** Such as ["INT", {"min": 1}]: types are in capitals, and so no message of the history is taken for one. */
const isInputSpec = ([type, , ...rest]: Json[]) =>
  rest.length === 0 && (Array.isArray(type) || /^[A-Z]/.test(`${type}`));
const only = (value: Obj, keys: string[]): Obj =>
  Object.fromEntries(keys.filter((k) => k in value).map((k) => [k, value[k]]));
const kind = (value: Json) => typeof value === "string" && value ? "<text>" : value;

/** How many steps are told depends on the clock: keep one message of each kind from a run of them. */
function collapseSteps(messages: Message[]): Message[] {
  const out: Message[] = [];
  let seen = new Set<string>();
  for (const message of messages) {
    const step = stepKind(message);
    if (!step) {
      seen = new Set();
      out.push(message);
    } else if (!seen.has(step[0])) {
      seen.add(step[0]);
      out.push(step);
    }
  }
  return out;
}

/** progress_state lists all nodes so far, so it cannot be the same in another order. */
function sorted(messages: Message[]): Message[] {
  return messages.filter(([type]) => type !== "progress_state")
    .sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
}

function stepKind([type, data]: Message): Message | undefined {
  if (type.startsWith("binary")) return [type, data];
  if (type === "progress") return [type, { ...data as Obj, value: "<step>" }];
  if (type !== "progress_state") return;
  const nodes = (data as { nodes: Record<string, string> }).nodes;
  const text = JSON.stringify(nodes);
  const step = text.replace(/running [1-9]\d*\//, "running <step>/");
  return step === text ? undefined : [type, { ...data as Obj, nodes: JSON.parse(step) }];
}

interface Difference {
  path: string;
  expected: Json;
  got: Json;
  why?: string;
}

function differ(expected: Json, got: Json, path: string): Difference | undefined {
  if (expected === got) return;
  // On another machine a version or an index may be unknown, or known.
  if (/^<(null|string|number)>$/.test(`${expected}`) && /^<(null|string|number)>$/.test(`${got}`)) {
    if (expected === "<null>" || got === "<null>") return;
  }
  // Where there is no Python there are no packages.
  if (path.endsWith(".comfy_package_versions") && Array.isArray(got) && !got.length) return;
  if (isOptions(path)) return differInOptions(expected, got, path);
  if (Array.isArray(expected) && Array.isArray(got)) {
    for (let i = 0; i < Math.max(expected.length, got.length); i++) {
      const found = differ(expected[i], got[i], `${path}[${i}]`);
      if (found) return found;
    }
    return;
  }
  if (isObject(expected) && isObject(got)) return differInFields(expected, got, path);
  return { path, expected, got };
}

function differInFields(expected: Obj, got: Obj, path: string): Difference | undefined {
  // Flags tell what a host can do. Only this one changes what is sent; a host need not have the others.
  const isFlags = "supports_preview_metadata" in expected;
  if (isFlags) {
    const name = "supports_preview_metadata";
    return differ(expected[name], got[name], `${path}.${name}`);
  }
  for (const key of Object.keys(expected)) {
    const found = differ(expected[key], got[key], `${path}.${key}`);
    if (found) return found;
  }
  // A host may tell more about its machine than ComfyUI does.
  if ("ram_total" in expected || "vram_total" in expected) return;
  const extra = Object.keys(got).find((key) => !(key in expected));
  if (extra) {
    return {
      path: `${path}.${extra}`,
      expected: undefined,
      got: got[extra],
      why: "not in ComfyUI's",
    };
  }
}

/** A list of choices: at the head of an input's description, in /object_info and in errors. */
const isOptions = (path: string) =>
  /(\.input\.(required|optional)\.\w+\[0\]|\.input_config(\[0\])?)$/.test(path);

/** A host may offer fewer samplers and its own files, but no sampler that ComfyUI does not have. */
function differInOptions(expected: Json, got: Json, path: string): Difference | undefined {
  const isFile = /\.((unet|clip|vae)_name|image)\[0\]$/.test(path);
  if (Array.isArray(expected) && Array.isArray(got)) {
    // `input_config` is the whole pair; the choices are its first item.
    if (path.endsWith("input_config")) {
      return differ(expected[1], got[1], `${path}[1]`) ??
        differ(expected[0], got[0], `${path}[0]`);
    }
    const hasFiles = [expected, got].some((list) =>
      list.some((v) => /^<(unet|clip|vae)>$/.test(v))
    );
    const odd = got.find((choice) => !expected.includes(choice));
    return odd === undefined || isFile || hasFiles
      ? undefined
      : { path, expected, got: odd, why: "a choice that ComfyUI does not have" };
  }
  // ComfyUI leaves out a description with more than 20 choices.
  if (path.endsWith("input_config") && (expected === null || got === null)) return;
  return { path, expected, got };
}

const show = (value: Json) =>
  inspect(value, { depth: 9, breakLength: Infinity, maxStringLength: 300 }).slice(0, 600);

function report(where: string, found: Difference | undefined): string | undefined {
  if (!found) return;
  const at = found.path ? `\n  at       ${found.path.replace(/^\./, "")}` : "";
  const why = found.why ? `\n  because  ${found.why}` : "";
  return `${where}${at}\n  expected ${show(found.expected)}\n  got      ${show(found.got)}${why}`;
}
