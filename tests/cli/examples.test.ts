// The examples of doc comments as modules that `deno test` runs: every one is found, and one that fails is told.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { examplesIn, extractExamples } from "../../lib/cli/examples.ts";
import { runProgram } from "../../lib/cli/process.ts";
import { ROOT } from "./kgen.ts";

const fence = "`".repeat(3);
/** A source text with an example of these lines, indented as a method's is where `indent` says so. */
const commented = (lines: string[], indent = "") =>
  [
    "/**",
    " * @example",
    ` * ${fence}ts`,
    ...lines.map((line) => ` * ${line}`),
    ` * ${fence}`,
    " */",
  ]
    .map((line) => indent + line).join("\n");

test("an example is found with its line, at the margin and inside a class", () => {
  const source = commented(["f(1);", "if (a) {", "  b();", "}"]) + "\nclass A {\n" +
    commented(["g();"], "  ") + "\n}\n";
  assert.equal(examplesIn(source), [
    { line: 3, code: "f(1);\nif (a) {\n  b();\n}" },
    { line: 13, code: "g();" },
  ]);
});

test("a fence outside a doc comment is no example", () => {
  assert.equal(examplesIn(`const text = \`\n${fence}ts\nf();\n${fence}\n\`;`), []);
  assert.equal(examplesIn(`/* ${fence}ts\n * f();\n * ${fence}\n */`), []);
});

test("every fence for TypeScript in the library is found", () => {
  const lib = join(ROOT, "lib");
  for (const name of readdirSync(lib, { recursive: true }) as string[]) {
    if (!name.endsWith(".ts")) continue;
    const source = readFileSync(join(lib, name), "utf8");
    const fences = source.match(/^\s*\* ?```(ts|js|typescript|javascript)\b/gm) ?? [];
    assert.is(examplesIn(source).length, fences.length, name);
  }
});

test("an example that throws fails alone, and one may import a file beside its source", async () => {
  mkdirSync(join(ROOT, ".kgen"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".kgen/examples-test-"));
  try {
    const lib = join(folder, "lib");
    mkdirSync(join(lib, "room"), { recursive: true });
    writeFileSync(join(lib, "room/two.ts"), "export const two = 2;\n");
    writeFileSync(
      join(lib, "room/good.ts"),
      commented(['import { two } from "./two.ts";', "if (two !== 2) throw new Error();"]),
    );
    writeFileSync(join(lib, "bad.ts"), commented(['throw new Error("said by the example");']));
    const file = extractExamples(lib, join(folder, "examples"));
    const args = ["test", "--no-check", "-A", "--quiet", file];
    const { code, output } = await runProgram(process.execPath, args, { cwd: ROOT, seconds: 30 });
    assert.is(code, 1);
    assert.match(output, "said by the example");
    assert.match(output, "lib/bad.ts:3");
    // deno-lint-ignore no-control-regex
    assert.match(output.replace(/\x1b\[[0-9;]*m/g, ""), "1 passed | 1 failed");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
