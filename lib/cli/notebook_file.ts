import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "./command.ts";

/** A cell as nbformat 4 stores it. */
export interface Cell {
  cell_type: "code" | "markdown" | "raw";
  source: string | string[];
  outputs?: Record<string, any>[];
  execution_count?: number | null;
  metadata: Record<string, any>;
}

/** A notebook file, nbformat 4. */
export interface NotebookFile {
  cells: Cell[];
  metadata: Record<string, any>;
  nbformat: number;
  nbformat_minor: number;
}

/** The text of a cell. */
export function sourceOf(cell: Cell): string {
  return Array.isArray(cell.source) ? cell.source.join("") : cell.source;
}

/** Reads a notebook; a broken file is named. */
export function readNotebook(path: string): NotebookFile {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} is not a readable notebook: ${(error as Error).message}`);
  }
}

/**
 * The notebooks in a folder, in the order of their numbers.
 *
 * @throws {UsageError} when there is no such folder, or no notebook in it.
 */
export function notebooksIn(folder: string): string[] {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory()) {
    throw new UsageError(
      found
        ? `${folder} is a file; name the folder that the notebooks (.ipynb) are in`
        : `there is no folder ${folder}; name the one that the notebooks (.ipynb) are in`,
    );
  }
  const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb")).sort();
  if (names.length === 0) {
    throw new UsageError(
      `there are no notebooks in ${folder}; name a folder with files that end in .ipynb`,
    );
  }
  return names.map((name) => join(folder, name));
}
