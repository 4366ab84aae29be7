import type { Changes, Graph } from "@kgen/comfy";
import { hashOf } from "./canonical.ts";
import type { CaptureChoice, CellSpec } from "./plan_file.ts";

/** One run to be made. It is plain JSON and, with its plan's `workflows`, complete in itself. */
export interface Cell {
  /** Hash of everything that determines the result: graph, changes, seed, repeat, way of capture, needs. */
  id: string;
  /** Hash of the same without seed and repeat: cells of one condition are repeats of each other. */
  condition: string;
  /** Hash of what the host must load for it: cells of one load can follow each other without loading. */
  load: string;
  group: string;
  tag: string;
  change: string;
  /** 1, 2 ... within the condition. */
  repeat: number;
  seed: number;
  /** Key in the plan's `workflows`. */
  workflow: string;
  changes: Changes;
  capture: CaptureChoice;
  /** Its repeats stand in a row. */
  block?: true;
  needs?: CellSpec["needs"];
  /** Higher goes first on a queue. */
  priority?: number;
}

/** A graph of a plan, with dtype, compilation and added nodes in it. */
export interface PlanWorkflow {
  name: string;
  graph: Graph;
}

/** What determines the result of a cell, apart from seed and repeat. */
export interface Condition {
  graph: Graph;
  changes: Changes;
  capture: CaptureChoice;
  needs?: CellSpec["needs"];
}

/** Id of a condition. */
export function conditionId({ graph, changes, capture, needs }: Condition): string {
  const { seed: _, ...rest } = changes;
  return hashOf({ graph, changes: rest, capture, needs });
}

/** Id of a cell, from its condition's id. Labels such as group and tag have no part in it. */
export function cellId(condition: string, seed: number, repeat: number): string {
  return hashOf({ condition, seed, repeat });
}
