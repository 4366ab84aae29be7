import { UsageError } from "./command.ts";
import { type NotebookFile, sourceOf } from "./notebook_file.ts";

/** Values by name, as they are written into a notebook. */
export type Parameters = Record<string, unknown>;

/**
 * The parameters that a notebook declares, with the text of each one's value.
 *
 * @throws {Error} when its cell tagged `parameters` declares one by `const`: a value given from outside could not replace it.
 */
export function declared(notebook: NotebookFile, name: string): Map<string, string> {
  const cell = notebook.cells.find((cell) => cell.metadata.tags?.includes("parameters"));
  const source = cell ? sourceOf(cell) : "";
  const fixed = source.match(/^(?:const|var)\s+(\w+)/m);
  if (fixed) throw new Error(`${name}: the parameter ${fixed[1]} must be declared with let`);
  return new Map(
    [...source.matchAll(/^let\s+(\w+)(?::[^=]+)?\s*=\s*(.*?);/gm)].map((m) => [m[1], m[2]]),
  );
}

/**
 * The values of `-p name=value` for one notebook: only the names that it declares. A parameter whose own value is text takes
 * the value as text; any other takes it as JSON of the same type (number, yes or no, list, object).
 *
 * @param notebook Its name, for the message.
 * @throws {UsageError} for a value that is not of the type of the notebook's own.
 */
export function valuesFor(
  own: Map<string, string>,
  given: readonly string[],
  notebook = "the notebook",
): Parameters {
  const values: Parameters = {};
  for (const [name, text] of given.map(split)) {
    const before = own.get(name);
    if (before === undefined) continue;
    const kind = kindOf(before), value = kind === TEXT ? text : parsed(text);
    if (value === undefined || !kind.holds(value, before)) {
      throw new UsageError(
        `-p ${name}: ${notebook} needs ${kind.words} there, and "${text}" is none; for example -p '${name}=${before}'`,
      );
    }
    values[name] = value;
  }
  return values;
}

/** A type of parameters. */
interface Kind {
  words: string;
  /** How such a value begins in the source. */
  begins: RegExp;
  holds(value: unknown, before: string): boolean;
}

const TEXT: Kind = { words: "a text", begins: /^["'`]/, holds: (v) => typeof v === "string" };
const ANY: Kind = { words: "a value in JSON", begins: /^/, holds: () => true };
const KINDS: Kind[] = [
  TEXT,
  { words: "a number", begins: /^[-+.\d]/, holds: (v) => Number.isFinite(v) },
  { words: "true or false", begins: /^(true|false)\b/, holds: (v) => typeof v === "boolean" },
  {
    words: "a list like its own",
    begins: /^\[/,
    holds: (v, before) => {
      const element = before.slice(1).trim(), kind = kindOf(element);
      return Array.isArray(v) && v.every((one) => kind.holds(one, element));
    },
  },
  {
    words: "an object",
    begins: /^\{/,
    holds: (v) => typeof v === "object" && v !== null && !Array.isArray(v),
  },
  ANY,
];

/** The type of a value by its text in the source. */
function kindOf(source: string): Kind {
  return KINDS.find(({ begins }) => begins.test(source))!;
}

/** Refuses names that no notebook declares. */
export function refuseUnknown(own: readonly Map<string, string>[], given: readonly string[]): void {
  const names = new Set(own.flatMap((one) => [...one.keys()]));
  for (const [name] of given.map(split)) {
    if (!names.has(name)) {
      throw new UsageError(
        `no chosen notebook has a parameter "${name}"; there are ${
          [...names].join(", ") || "none"
        }`,
      );
    }
  }
}

function split(given: string): [name: string, text: string] {
  const at = given.indexOf("=");
  if (at < 1) throw new UsageError(`-p takes name=value; given "${given}"`);
  return [given.slice(0, at), given.slice(at + 1)];
}

/** A value from JSON; undefined when it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
