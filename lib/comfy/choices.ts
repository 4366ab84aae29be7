/** The list an input must be chosen from: `[["a", "b"], {...}]`, or `["COMBO", {options: [...]}]`. */
export function choices(spec: any): unknown[] | null {
  if (!Array.isArray(spec)) return null;
  if (Array.isArray(spec[0])) return spec[0];
  if (spec[0] === "COMBO" && Array.isArray(spec[1]?.options)) return spec[1].options;
  return null;
}

/** Whether a value is on the list; an input of several choices holds a list itself. */
export const isOption = (options: unknown[], value: unknown) =>
  Array.isArray(value) || options.includes(value);

/** Whether a value that must be on a list names a file. */
export const looksLikeFile = (input: string, value: unknown) =>
  /\.\w{2,12}$/.test(String(value)) || /_name$/.test(input) && input !== "sampler_name";

/** "a, b, c and 9 more", or "none". */
export function shortList(options: unknown[]): string {
  if (options.length === 0) return "none";
  const shown = options.slice(0, 12).map(String).join(", ");
  return options.length > 12 ? `${shown} and ${options.length - 12} more` : shown;
}
