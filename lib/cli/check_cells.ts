import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { notebooksIn, readNotebook, sourceOf } from "./notebook_file.ts";

/**
 * Writes the code cells of every notebook as TypeScript files, since `deno check` does not read .ipynb.
 *
 * @param folder The notebooks.
 * @param target Where the files go; emptied first. It must lie below deno.json for `@kgen/...` to resolve.
 * @returns The files written.
 */
export function extractCells(folder: string, target: string): string[] {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  return notebooksIn(folder).map((file) => {
    const cells = readNotebook(file).cells.filter((cell) => cell.cell_type === "code");
    const text = cells.map((cell, i) => `// cell ${i + 1} of ${basename(file)}\n${sourceOf(cell)}`);
    const path = join(target, basename(file).replace(/\.ipynb$/, ".ts"));
    writeFileSync(path, text.join("\n\n") + "\nexport {};\n");
    return path;
  });
}

/** What is wrong with a committed notebook: outputs and counters make every run a change in git. */
export function leftovers(file: string): string[] {
  const found: string[] = [];
  readNotebook(file).cells.forEach((cell, i) => {
    const where = `${basename(file)}, cell ${i + 1}`;
    if (cell.outputs?.length) found.push(`${where}: has outputs`);
    if (cell.execution_count != null) found.push(`${where}: has an execution count`);
    // Imports, which the formatter breaks over lines, are not what makes a cell hard to read.
    const code = sourceOf(cell).replace(/^import [\s\S]*?;\n*/gm, "");
    if (cell.cell_type === "code" && code.split("\n").length > 12) {
      found.push(`${where}: more than a dozen lines`);
    }
  });
  return found;
}
