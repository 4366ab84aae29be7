import { randomBytes, randomInt } from "node:crypto";
import type { Cell } from "./cell.ts";

/** A run of a cell's condition that only warms up: another seed, and an id of its own. */
export function warmUpCell(cell: Cell): Cell {
  return {
    ...cell,
    id: randomBytes(32).toString("hex"),
    seed: randomInt(0, 2 ** 32),
    repeat: 0,
    capture: { ...cell.capture, frames: false },
  };
}
