import type { NotebookFile } from "./notebook_file.ts";

/**
 * An executed notebook without what differs between two executions: times that papermill and the kernel note, random ids, and
 * the folder in which the kit lies.
 *
 * @param root The kit's folder, whose name outputs may hold.
 */
export function normalise(notebook: NotebookFile, root: string): NotebookFile {
  const cells = notebook.cells.map((cell) => {
    const { tags } = cell.metadata;
    const injected = tags?.includes("injected-parameters");
    return {
      ...cell,
      ...(injected ? { id: "injected-parameters" } : {}),
      metadata: tags?.length ? { tags } : {},
      ...(cell.outputs ? { outputs: cell.outputs.map(bare) } : {}),
    };
  });
  const { kernelspec, language_info } = notebook.metadata;
  const whole = { ...notebook, cells, metadata: { kernelspec, language_info } };
  const here = JSON.stringify(`${root}/`).slice(1, -1);
  return JSON.parse(JSON.stringify(whole).replaceAll(here, ""));
}

/** An output without the number that names its place on the screen. */
function bare(output: Record<string, any>): Record<string, any> {
  const { transient: _, ...rest } = output;
  return rest;
}
