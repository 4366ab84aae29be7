import { escapeHtml } from "./escape_html.ts";
import { slot } from "./kernel.ts";
import { EXERCISES } from "./exercises.ts";

/** How an answer was judged. */
export interface Judgement {
  state: "right" | "wrong" | "open";
  message: string;
}

/**
 * Judges an answer to an exercise.
 *
 * @param id The exercise, such as "1.2".
 * @param answer The reader's number; NaN while it is not answered.
 * @param given What the answer depends on, such as a Run.
 * @throws {RangeError} for an exercise that does not exist.
 *
 * @example
 * ```ts
 * import { judge } from "@kgen/notebook";
 * import assert from "node:assert/strict";
 *
 * assert.equal(judge("1.2", 78).state, "right");
 * assert.equal(judge("1.2", 80).state, "wrong");
 * assert.equal(judge("1.2", NaN).state, "open");
 * ```
 */
export function judge(id: string, answer: number, given?: unknown): Judgement {
  const exercise = EXERCISES[id];
  if (!exercise) {
    throw new RangeError(
      `there is no exercise "${id}"; there are ${Object.keys(EXERCISES).join(", ")}`,
    );
  }
  if (typeof answer !== "number" || Number.isNaN(answer)) {
    return { state: "open", message: `Exercise ${id} is open. Hint: ${exercise.hint}` };
  }
  const right = exercise.solve(given);
  if (Math.abs(answer - right) <= exercise.tolerance * Math.abs(right) + 1e-12) {
    return { state: "right", message: `Exercise ${id}: right. 正确` };
  }
  return { state: "wrong", message: `Exercise ${id}: ${answer} is not it. Hint: ${exercise.hint}` };
}

const MARK = { right: "✓", wrong: "✗", open: "…" };
const COLOUR = { right: "#009E73", wrong: "#D55E00", open: "#0072B2" };

/**
 * Judges an answer and shows the judgement in the cell's output. Await it.
 *
 * @param id The exercise, such as "1.2".
 * @param answer The reader's number; NaN while it is not answered.
 * @param given What the answer depends on, such as a Run.
 *
 * @example
 * ```ts
 * import { check } from "@kgen/notebook";
 * await check("1.2", 78);
 * ```
 */
export async function check(id: string, answer: number, given?: unknown): Promise<void> {
  const { state, message } = judge(id, answer, given);
  await slot().write({
    "text/html": `<div style="border-left:4px solid ${COLOUR[state]};padding:.3em .8em">${
      MARK[state]
    } ${escapeHtml(message)}</div>`,
    "text/plain": `${MARK[state]} ${message}`,
  });
}
