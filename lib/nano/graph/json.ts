/** JSON.rawJSON and the source text in a reviver are newer than TypeScript's own types. */
interface NewJson {
  parse(
    text: string,
    revive: (key: string, value: unknown, c: { source?: string }) => unknown,
  ): any;
  rawJSON(text: string): unknown;
}
const json = JSON as unknown as NewJson;

/** Reads JSON, with integers beyond 2^53 as bigint: seeds go up to 2^64 − 1 and must not be rounded. */
export function parseJson(text: string): any {
  return json.parse(text, (_, value, { source }) => {
    const rounded = typeof value === "number" && !Number.isSafeInteger(value);
    return rounded && source && /^-?\d+$/.test(source) ? BigInt(source) : value;
  });
}

/** Writes JSON; the inverse of `parseJson`. */
export function formatJson(value: unknown): string {
  return JSON.stringify(value, (_, v) => typeof v === "bigint" ? json.rawJSON(String(v)) : v);
}

/** JSON in ASCII: every other character is escaped, as PNG's tEXt chunks need. */
export function asciiJson(value: unknown): string {
  return formatJson(value).replace(
    /[^\0-\x7f]/g,
    (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}
