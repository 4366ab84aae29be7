import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The code of an example in a doc comment, and the line of the fence before it, from 1. */
export interface Example {
  line: number;
  code: string;
}

/**
 * The TypeScript examples in the doc comments of a source text.
 *
 * @example
 * ```ts
 * import { examplesIn } from "./examples.ts";
 *
 * const fence = "`".repeat(3);
 * const source = ["/**", ` * ${fence}ts`, " * f(1);", ` * ${fence}`, " *" + "/"].join("\n");
 * examplesIn(source); // [{ line: 2, code: "f(1);" }]
 * ```
 */
export function examplesIn(source: string): Example[] {
  const found: Example[] = [];
  let comment = false;
  let open: Example | undefined;
  const lines: string[] = [];
  source.split("\n").forEach((text, i) => {
    if (/^\s*\/\*\*/.test(text)) comment = true;
    const inner = text.replace(/^\s*\* ?/, "");
    if (open && /^```/.test(inner)) {
      found.push({ ...open, code: lines.splice(0).join("\n") });
      open = undefined;
    } else if (open) lines.push(inner);
    else if (comment && /^```ts\s*$/.test(inner)) open = { line: i + 1, code: "" };
    if (!open && text.includes("*/")) comment = false;
  });
  return found;
}

/** Relative imports of an example mean files beside its source. */
function fromSource(code: string, folder: string): string {
  return code.replace(
    /(\bfrom |\bimport\()"(\.[^"]*)"/g,
    (_, word, path) => `${word}"${new URL(path, `file://${folder}/`).href}"`,
  );
}

/**
 * Writes every example below `lib` as a module of its own, and one file that runs them all as tests.
 *
 * `deno test --doc` runs each source file in a worker that loads its whole room again, which is most of its time; here
 * a module is loaded once. `target` is emptied first; it must lie below deno.json for `@kgen/...` to resolve.
 *
 * @returns The file to give to `deno test`.
 */
export function extractExamples(lib: string, target: string): string {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const sources = (readdirSync(lib, { recursive: true }) as string[])
    .filter((name) => name.endsWith(".ts")).sort();
  const tests = sources.flatMap((name) => {
    const path = join(lib, name);
    return examplesIn(readFileSync(path, "utf8")).map(({ line, code }) => {
      const file = `${name.replaceAll(/[\\/]/g, "-").replace(/\.ts$/, "")}-${line}.ts`;
      writeFileSync(join(target, file), fromSource(code, join(path, "..")) + "\nexport {};\n");
      return `Deno.test("lib/${name}:${line}", async () => void await import("./${file}"));`;
    });
  });
  const runner = join(target, "examples.test.ts");
  writeFileSync(runner, tests.join("\n") + "\n");
  return runner;
}
