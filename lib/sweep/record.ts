import type { Cell } from "./cell.ts";

/** How a cell ended. It is written once, whole or not at all: `cells/<id>.json`. */
export interface CellRecord {
  schema: "kgen.cell/1";
  id: string;
  status: "done" | "failed";
  /** Kind of the error and what it said, for a failed one. */
  reason: { code: string; message: string } | null;
  /** Folder of the Run under `runs/`, or null when there is none. */
  run: string | null;
  /** The cell as it was planned. */
  cell: Cell;
  /** Runs that were begun for it, this one included. */
  attempts: number;
  session: number;
  /** Place in the session, counted over all runs, warm-ups too. */
  order: number;
  /** True for a run that only warms up: not part of the plan, marked in the data set. */
  warmUp: boolean;
  /** Whether another model, LoRA, dtype or compilation was in use before it. */
  loads: boolean;
  url: string;
  finished: string;
  /** Further columns of the data set, such as bin and power limit of a temperature sweep. */
  extra?: Record<string, string | number | null>;
}

/** One process that worked on a sweep. */
export interface Session {
  schema: "kgen.session/1";
  session: number;
  started: string;
  url: string;
  versions: Record<string, string>;
  /** Where temperatures came from, and in words why not, if so. */
  telemetry: { source: string; word: string };
}
