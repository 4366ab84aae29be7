import { printable } from "@kgen/stats";
import { directionOf, type MetricLike, nameOf } from "./best_value.ts";
import type { Drift, DriftChange, DriftOptions, DriftRow, DriftStep } from "./drift_types.ts";
import { driftWords } from "./drift_words.ts";
import { KineticsError } from "./errors.ts";
import { groupBy } from "./group_by.ts";
import { isOwnReference } from "./own_reference.ts";

/**
 * Side products: to which of several references (the own prompt's final picture, those of other prompts) is each frame
 * nearest, when does that change, and does the run end at its own? Early frames are near to nothing in particular, and
 * steps with no clear nearest change nothing.
 *
 * @param rows scores of one run by one metric, each step against each reference: `scoreRows` once a reference
 * @param metric name, or a `metric(name)` of `@kgen/quality`
 * @throws {KineticsError} several runs, no such metric, fewer than two references, a score twice, no own reference, a
 * metric whose direction is not known
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { drift } from "@kgen/kinetics";
 *
 * const scores = { cat: [0.50, 0.40, 0.30, 0.35, 0.40], dog: [0.50, 0.42, 0.38, 0.20, 0.05] };
 * const rows = Object.entries(scores).flatMap(([reference, values]) =>
 *   values.map((value, i) => ({ run: "r1", step: i + 1, metric: "rmse", value, reference })));
 * const d = drift(rows, "rmse", { own: "cat" });
 * assert.deepEqual(d.changes.map((c) => [c.step, c.to]), [[3, "cat"], [4, "dog"]]);
 * assert.equal(d.sideProduct, "dog");
 * console.log(String(d));
 * ```
 */
export function drift(
  rows: readonly DriftRow[],
  metric: string | MetricLike,
  options: DriftOptions = {},
): Drift {
  const name = nameOf(metric), { clear = 0.05 } = options;
  const direction = options.direction ?? directionOf(metric);
  if (direction === null) {
    throw new KineticsError(
      "argument",
      `Which way is nearer by "${name}"? Give { direction: "lower" } or "higher".`,
    );
  }
  const mine = checked(rows, name), run = mine[0].run;
  const references = [...new Set(mine.map((r) => r.reference))];
  const own = ownOf(references, options.own);
  const notes: string[] = [];
  const steps = [...groupBy(mine, (r) => r.step)].sort(([a], [b]) => a - b).flatMap(
    ([step, scores]) => {
      const found = stepOf(step, scores, references, own, direction, clear);
      if (typeof found !== "string") return [found];
      notes.push(found);
      return [];
    },
  );
  const changes: DriftChange[] = [];
  for (const { step, nearest } of steps) {
    const from = changes.at(-1)?.to ?? null;
    if (nearest !== null && nearest !== from) changes.push({ step, from, to: nearest });
  }
  const end = steps.at(-1)?.nearest ?? null, last = changes.at(-1);
  const result: Drift = {
    name: "drift",
    run,
    metric: name,
    own,
    references,
    steps,
    changes,
    ownFrom: end === own ? last!.step : null,
    sideProduct: end !== null && end !== own ? end : null,
    words: "",
    notes,
  };
  result.words = driftWords(result, end);
  return printable(result, (d) => [d.words, ...d.notes].join("\n"));
}

function checked(rows: readonly DriftRow[], name: string): DriftRow[] {
  const mine = rows.filter((r) => r.metric === name), runs = new Set(mine.map((r) => r.run));
  if (mine.length === 0) {
    const has = [...new Set(rows.map((r) => r.metric))].join(", ") || "no rows";
    throw new KineticsError(
      "no such metric",
      `No rows of the metric "${name}". There are: ${has}.`,
    );
  }
  if (runs.size > 1) {
    throw new KineticsError(
      "several runs",
      `The rows are of ${runs.size} runs and drift is of one: rows.filter((r) => r.run === "${
        mine[0].run
      }").`,
    );
  }
  return mine;
}

function ownOf(references: string[], given?: string): string {
  const own = given ?? references.find(isOwnReference);
  if (own !== undefined && references.includes(own) && references.length > 1) return own;
  throw new KineticsError(
    "argument",
    references.length < 2
      ? `Frames scored against "${
        references[0]
      }" alone drift nowhere: score them against other pictures too.`
      : `Which reference is the run's own${
        own ? ` (there is no "${own}")` : ""
      }? Give { own }, one of: ${references.join(", ")}.`,
  );
}

function stepOf(
  step: number,
  scores: DriftRow[],
  references: string[],
  own: string,
  direction: "higher" | "lower",
  clear: number,
): DriftStep | string {
  if (new Set(scores.map((r) => r.reference)).size < scores.length) {
    throw new KineticsError("bad table", `Step ${step} is scored twice against one reference.`);
  }
  // Infinite psnr is a score: the frame is the reference.
  const good = scores.filter((r) => typeof r.value === "number" && !Number.isNaN(r.value));
  if (good.length < references.length) return `Step ${step} is left out: a score is missing.`;
  const sorted = good.toSorted((a, b) =>
    a.value === b.value ? 0 : (a.value < b.value) === (direction === "lower") ? -1 : 1
  );
  const [first, second] = sorted, larger = Math.max(Math.abs(first.value), Math.abs(second.value));
  const margin = first.value === second.value
    ? 0
    : larger === Infinity
    ? 1
    : Math.abs(first.value - second.value) / larger;
  return {
    step,
    nearest: margin > 0 && margin >= clear ? first.reference : null,
    value: first.value,
    next: second.value,
    own: good.find((r) => r.reference === own)!.value,
    rank: sorted.findIndex((r) => r.reference === own) + 1,
    margin,
  };
}
