import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

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

/** The notebooks in a folder, in the order of their numbers. */
export function notebooksIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith(".ipynb")).sort()
    .map((name) => join(folder, name));
}
