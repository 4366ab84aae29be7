import { ImportError } from "./import_rows.ts";

/** A value of a Python literal or of JSON. */
export type Literal = string | number | boolean | null | Literal[] | { [key: string]: Literal };

/** Line of each key of the outermost dicts, by "a" or "a\0b", beside the value itself. */
export interface ParsedLiteral {
  value: Literal;
  lines: Map<string, number>;
}

/**
 * Reads a Python literal as pprint writes it, or JSON as Python writes it: both kinds of quotes, nan, inf,
 * NaN, Infinity, None, and numbers inside np.float64(...). Nothing is executed.
 *
 * @param text the whole text; the value begins at `start`
 */
export function parseLiteral(text: string, start: number, file: string): ParsedLiteral {
  const lines = new Map<string, number>();
  let at = start;
  const lineAt = (i: number) => text.slice(0, i).split("\n").length;
  const fail = (expected: string): never => {
    const seen = text.slice(at, at + 12).split("\n")[0];
    const found = at >= text.length ? "the text ends" : `found ${JSON.stringify(seen)}`;
    throw new ImportError(file, lineAt(at), `${found}, expected ${expected}.`);
  };
  const skip = () => {
    while (/\s/.test(text[at] ?? "x")) at++;
  };
  const next = (sign: string) => {
    skip();
    if (text[at] !== sign) return false;
    at++;
    return true;
  };

  function value(path: string[]): Literal {
    skip();
    if (next("{")) return dict(path);
    if (next("[")) return list("]", path);
    if (next("(")) return list(")", path);
    if (text[at] === "'" || text[at] === '"') return string();
    const word = /^[+-]?[\w.]+(?:[+-]\d+)?/.exec(text.slice(at, at + 60))?.[0];
    if (!word) return fail("a value");
    const number = scalar(/^[+-]?[\d.]/.test(word) ? word : word.replace(/[+-]\d+$/, ""));
    if (number !== undefined) {
      at += word.length;
      return number;
    }
    if (/^[\w.]+$/.test(word) && text[at + word.length] === "(") { // np.float64(1.5), tensor(1.5)
      at += word.length + 1;
      const inner = value(path);
      if (!next(")")) fail('")"');
      return inner;
    }
    return fail("a number or a text in quotes");
  }

  function dict(path: string[]): Literal {
    const out: { [key: string]: Literal } = Object.create(null);
    while (!next("}")) {
      skip();
      const keyAt = at;
      if (text[at] !== "'" && text[at] !== '"') fail("a name in quotes, or }");
      const key = string();
      if (!next(":")) fail('":"');
      lines.set([...path, key].join("\0"), lineAt(keyAt));
      out[key] = value([...path, key]);
      if (!next(",")) {
        if (!next("}")) fail('"," or "}"');
        break;
      }
    }
    return out;
  }

  function list(end: string, path: string[]): Literal {
    const out: Literal[] = [];
    while (!next(end)) {
      out.push(value(path));
      if (!next(",")) {
        if (!next(end)) fail(`"," or "${end}"`);
        break;
      }
    }
    return out;
  }

  function string(): string {
    const quote = text[at++];
    let out = "";
    for (; text[at] !== quote; at++) {
      if (at >= text.length || text[at] === "\n") fail(`${quote} at the end of the text in quotes`);
      if (text[at] !== "\\") out += text[at];
      else out += escaped();
    }
    at++;
    return out;
  }

  function escaped(): string {
    const c = text[++at];
    const digits = { x: 2, u: 4, U: 8 }[c];
    if (digits) {
      const code = parseInt(text.slice(at + 1, at + 1 + digits), 16);
      at += digits;
      return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    }
    return { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" }[c] ?? c;
  }

  return { value: value([]), lines };
}

function scalar(word: string): Literal | undefined {
  const named: Record<string, Literal> = { true: true, false: false, none: null, null: null };
  const lower = word.toLowerCase();
  if (Object.hasOwn(named, lower)) return named[lower];
  if (lower === "nan") return NaN;
  if (/^[+-]?inf(inity)?$/.test(lower)) return lower.startsWith("-") ? -Infinity : Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(lower) ? Number(lower) : undefined;
}
