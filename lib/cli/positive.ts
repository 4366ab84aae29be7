import { UsageError } from "./command.ts";

/** A number above 0 from an option; undefined when the option is absent. */
export function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) {
    throw new UsageError(`--${name} takes a number above 0; given "${text}"`);
  }
  return value;
}
