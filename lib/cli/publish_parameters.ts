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
 * the value as text; any other takes it as JSON.
 *
 * @throws {UsageError} for a value that is no JSON where JSON is needed.
 */
export function valuesFor(own: Map<string, string>, given: readonly string[]): Parameters {
  const values: Parameters = {};
  for (const [name, text] of given.map(split)) {
    const before = own.get(name);
    if (before === undefined) continue;
    values[name] = /^["'`]/.test(before) ? text : parsed(name, text, before);
  }
  return values;
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

function parsed(name: string, text: string, before: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`-p ${name}: "${text}" is not a value like ${before}`);
  }
}
