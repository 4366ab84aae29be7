import { type Cell, type NotebookFile, sourceOf } from "./notebook_file.ts";

/** A folded part of a text cell, from its tag to its end. */
const FOLDED = /<details\b[^>]*>\s*<summary>([\s\S]*?)<\/summary>[\s\S]*?<\/details>\s*/g;
/** What the summary of a solution begins with. */
const SOLUTION = /^\s*(Solution|Answer|解答|答案)/i;

/**
 * A notebook without its solutions, for students: folded solutions are taken out of the text, cells tagged `solution` go,
 * and so do outputs and counters. Exercises with their checks and hints stay.
 *
 * @throws {Error} when a solution is left, such as one whose `<details>` has no end.
 */
export function studentVersion(notebook: NotebookFile): NotebookFile {
  const cells = notebook.cells.flatMap((cell): Cell[] => {
    const { tags } = cell.metadata;
    if (Array.isArray(tags) && tags.includes("solution")) return [];
    const bare = { ...cell, metadata: tags ? { tags } : {} };
    if (cell.cell_type === "code") return [{ ...bare, outputs: [], execution_count: null }];
    const kept = withoutSolutions(sourceOf(cell));
    return kept.trim() === "" ? [] : [{ ...bare, source: lines(kept) }];
  });
  const { kernelspec, language_info } = notebook.metadata;
  return { ...notebook, cells, metadata: { kernelspec, language_info } };
}

function withoutSolutions(text: string): string {
  const kept = text.replace(FOLDED, (whole, summary) => SOLUTION.test(summary) ? "" : whole);
  const left = [...kept.matchAll(/<summary>([\s\S]*?)<\/summary>/g)].map((m) => m[1]);
  if (kept !== text || left.length) {
    const leak = left.find((summary) => SOLUTION.test(summary));
    if (leak) throw new Error(`the solution "${leak}" has no </details>; it would reach students`);
  }
  return kept === text ? text : kept.replace(/\n{3,}/g, "\n\n").trim();
}

/** As nbformat stores a text. */
function lines(text: string): string[] {
  return text.split(/(?<=\n)/);
}
