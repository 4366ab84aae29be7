import { kelvin } from "./gas_constant.ts";
import { KineticsError } from "./errors.ts";
import { treatment } from "./treatment.ts";
import type { TreatedRun, Treatment, TreatmentOptions } from "./treatment_types.ts";

/** What a table of recorded runs must have: `dataset("h100-kit/runs")` and its like. */
export interface RecordedRun {
  session: number;
  order: number;
  group: string;
  tag: string;
  repeat: number;
  start: string;
  batch: number;
  k_sampling: number | null;
  t_before_c: number | null;
}

/** Which runs are compared. */
export interface TreatmentsInOptions extends Omit<TreatmentOptions, "control"> {
  /** A group of the table whose tags were measured in turn. */
  group: string;
  /** The tag of the control. */
  control: string;
  /** Which tags to compare with it; all others of the group unless given. */
  tags?: readonly string[];
  /** Names for the table, by tag. */
  names?: Record<string, string>;
  /** Remarks on a comparison, by tag. */
  remarks?: Record<string, string>;
}

/**
 * The treatments of one group of a recorded sweep, each against the group's control, paired by repeat: a sweep runs its conditions in
 * turn, so that a repeat holds one run of each. Cold starts and runs without a rate are left out. k counts pictures: NFE/s times
 * the batch.
 *
 * @throws {KineticsError} a group or tag that is not there
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { treatments, treatmentsIn } from "@kgen/kinetics";
 * import { dataset } from "@kgen/tables";
 *
 * const samplers = treatmentsIn(dataset("h100-kit/runs"), { group: "sampler", control: "res_multistep" });
 * const [euler, heun] = treatments(samplers).all;
 * assert.deepEqual([euler.treatment, euler.kind], ["euler", "faster, product unseen"]);
 * assert.ok(heun.adjusted > euler.adjusted);
 * ```
 */
export function treatmentsIn<Run extends RecordedRun>(
  runs: readonly Run[],
  options: TreatmentsInOptions,
): Treatment[] {
  const { group, control, names = {}, remarks = {}, ...rest } = options;
  const mine = runs.filter((r) => r.group === group && r.start === "warm" && r.k_sampling !== null);
  const tags = [...new Set(mine.map((r) => r.tag))];
  const wanted = options.tags ?? tags.filter((tag) => tag !== control);
  const missing = [control, ...wanted].filter((tag) => !tags.includes(tag));
  if (missing.length > 0) {
    const groups = [...new Set(runs.map((r) => r.group))];
    throw new KineticsError(
      "bad table",
      tags.length === 0
        ? `There are no warm runs with a rate in the group "${group}". Groups: ${
          groups.join(", ")
        }.`
        : `Group "${group}" has no ${missing.join(", ")}. It has: ${tags.join(", ")}.`,
    );
  }
  const arm = (tag: string) => mine.filter((r) => r.tag === tag).map(treatedRun);
  return wanted.map((tag) =>
    treatment(names[tag] ?? tag, arm(control), arm(tag), {
      factor: group,
      ...rest,
      control: names[control] ?? control,
      notes: [...options.notes ?? [], ...remarks[tag] ? [remarks[tag]] : []],
    })
  );
}

/** A recorded run as a comparison sees it, paired by session and repeat. */
export function treatedRun(r: RecordedRun): TreatedRun {
  return {
    pair: `${r.session}-${r.repeat}`,
    k: r.k_sampling! * r.batch,
    T_K: r.t_before_c === null ? null : kelvin(r.t_before_c),
    order: 10_000 * r.session + r.order,
  };
}
