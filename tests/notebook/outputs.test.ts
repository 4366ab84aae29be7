// Neither kernel may lose an output, whatever is shown: Deno 2.8 to 2.9.8 lost 5 to 10 of 60.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { executeNotebook } from "../../lib/cli/execute_notebook.ts";
import { readNotebook } from "../../lib/cli/notebook_file.ts";
import { ROOT, scratch } from "../cli/kgen.ts";

const CELLS = 60;

/** Writes a notebook of code cells where deno.json and the bundled library are found from it. */
function notebook(name: string, sources: string[]): string {
  const folder = join(ROOT, ".kgen/test-notebooks");
  mkdirSync(folder, { recursive: true });
  const cells = sources.map((source, i) => ({
    cell_type: "code",
    id: `c${i}`,
    execution_count: null,
    metadata: i === 0 ? { tags: ["parameters"] } : {},
    outputs: [],
    source,
  }));
  const metadata = { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } };
  const file = join(folder, `${name}.ipynb`);
  writeFileSync(file, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
  return file;
}

for (const kernel of ["deno", "tslab"] as const) {
  test(`${CELLS} cells under ${kernel} keep every output; parameters arrive`, async () => {
    const { folder, clean } = scratch();
    const sources = ['let word = "none";', 'import { show } from "@kgen/notebook";'];
    for (let i = 0; i < CELLS; i++) sources.push(`await show("output ${i} " + word);`);
    const file = notebook(`outputs-${kernel}`, sources);
    try {
      const target = join(folder, "executed.ipynb");
      await executeNotebook(file, target, { kernel, parameters: { word: '"樱花"' } });
      const texts = readNotebook(target).cells.flatMap((cell) => cell.outputs ?? []).map((output) =>
        JSON.stringify(output.data)
      );
      const missing = Array.from({ length: CELLS }, (_, i) => i)
        .filter((i) =>
          !texts.some((text) =>
            text.includes(`output ${i} \\\\"樱花\\\\"`) || text.includes(`output ${i} \\"樱花\\"`)
          )
        );
      assert.equal(missing, []);
    } finally {
      clean();
      rmSync(file, { force: true });
    }
  });

  test(`a cell that fails under ${kernel} stops the notebook, and its words are kept`, async () => {
    const { folder, clean } = scratch();
    const file = notebook(`fails-${kernel}`, [
      "let n = 1;",
      'throw new Error("broken on purpose");',
    ]);
    try {
      await executeNotebook(file, join(folder, "executed.ipynb"), { kernel });
      assert.unreachable("the notebook did not fail");
    } catch (error) {
      assert.match((error as Error).message, "broken on purpose");
    } finally {
      clean();
      rmSync(file, { force: true });
    }
  });
}

test.run();
