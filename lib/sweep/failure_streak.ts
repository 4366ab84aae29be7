import { SweepError } from "./errors.ts";
import type { CellRecord } from "./record.ts";

/** Cells in a row that may fail in the same way. */
const atMost = 3;

/** Cells that fail in a row with the same code: something that all of them share is at fault. */
export class FailureStreak {
  #code = "";
  #count = 0;

  /**
   * Takes how the next cell ended. Too little memory is a cell's own fault and does not count.
   *
   * @throws SweepError "failing" at the third of a row
   */
  add({ status, reason }: Pick<CellRecord, "status" | "reason">): void {
    const code = status === "failed" && reason?.code !== "out_of_memory" ? reason?.code ?? "?" : "";
    this.#count = code !== "" && code === this.#code ? this.#count + 1 : 1;
    this.#code = code;
    if (code === "" || this.#count < atMost) return;
    throw new SweepError(
      "failing",
      `${atMost} cells in a row failed with ${code}, so the rest was not begun: ${reason?.message}\n` +
        "      --retry-failed runs them again when the cause is mended",
    );
  }
}
