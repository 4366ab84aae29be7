import { printable, significant } from "@kgen/stats";
import { dataset, textTable } from "@kgen/tables";
import { KineticsError } from "./errors.ts";
import type { Estimate } from "./estimate.ts";
import type { Option } from "./recommend_types.ts";
import { stepsLine } from "./steps_line.ts";

/** Many cards at one kind of job. */
export interface Throughput {
  name: "throughput";
  option: string;
  /** s a job that are not evaluations. */
  overhead: Estimate;
  /** The part of a job that it is. */
  overheadShare: number;
  rows: readonly ThroughputRow[];
  table: readonly Record<string, string | number>[];
  words: string;
}

/** So many cards. */
export interface ThroughputRow {
  cards: number;
  /** Pictures a second if cards do not hinder each other, with the interval of a job's time. */
  best: number;
  ci: [lo: number, hi: number] | null;
  /** Pictures a second if one computer had to do every job's overhead, one after another. */
  worst: number;
  /** Money for 1000 pictures at best and at worst; null without a price. */
  cost: [best: number, worst: number] | null;
}

/** Options of {@link throughput}. */
export interface ThroughputOptions {
  /** Numbers of cards; 1, 2, 4 and 8 unless given. */
  cards?: readonly number[];
  /** Money an hour a card. */
  price?: number;
  currency?: string;
  /** s a job that are not evaluations; by default the line of data/h100-kit, submission to success. */
  overhead?: Estimate;
}

/**
 * Pictures a second and for your money by n cards, each with its own queue of jobs. **Computed, not measured**: no recording has more
 * than one card. Jobs are independent, so at best n cards make n times as many. At worst they share a computer that does the
 * overhead of all jobs (encoding, decoding, saving: the intercept of job time against NFE) one job after another, and then
 * there are no more than batch/overhead pictures a second however many cards there are. The truth lies between.
 *
 * @throws {KineticsError} an option without a time, a number of cards that is no count
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { benchmarkOptions, throughput } from "@kgen/kinetics";
 *
 * const turbo = benchmarkOptions("h100-kit").find((o) => o.name === "Turbo, H100")!;
 * const { rows } = throughput(turbo, { price: 3, currency: "€" });
 * assert.equal(rows[3].best.toFixed(1), "4.8"); // 8 cards, pictures a second
 * assert.equal(rows[3].worst.toFixed(1), "2.0"); // one computer and 0.49 s a job
 * ```
 */
export function throughput(option: Option, options: ThroughputOptions = {}): Throughput {
  const { cards = [1, 2, 4, 8], price, currency = "money" } = options;
  const { seconds, batch } = option;
  if (seconds === null) {
    throw new KineticsError(
      "no time",
      `The time of "${option.name}" is unknown: nothing to multiply.`,
    );
  }
  const overhead = options.overhead ?? measuredOverhead();
  const rows = cards.map((n): ThroughputRow => {
    if (!(Number.isInteger(n) && n > 0)) {
      throw new KineticsError("argument", `Cards are counted from 1 up; got ${n}.`);
    }
    const best = n * batch / seconds.value;
    const worst = Math.min(best, batch / overhead.value);
    const money = (rate: number) => 1000 * n * price! / 3600 / rate;
    return {
      cards: n,
      best,
      ci: seconds.ci && [n * batch / seconds.ci[1], n * batch / seconds.ci[0]],
      worst,
      cost: price === undefined ? null : [money(best), money(worst)],
    };
  });
  const share = overhead.value / seconds.value;
  const range = (a: number, b: number) =>
    significant(a, 3) === significant(b, 3)
      ? significant(a, 3)
      : `${significant(a, 3)} to ${significant(b, 3)}`;
  const result: Throughput = {
    name: "throughput",
    option: option.name,
    overhead,
    overheadShare: share,
    rows,
    table: rows.map((r) => ({
      cards: r.cards,
      "pictures a second": range(r.worst, r.best),
      "pictures an hour": range(3600 * r.worst, 3600 * r.best),
      ...(r.cost ? { [`${currency} a 1000`]: range(...r.cost) } : {}),
    })),
    words:
      `${option.name}: ${significant(overhead.value, 2)} ± ${
        significant(overhead.se, 1)
      } s of a job's ` +
      `${significant(seconds.value, 3)} s (${
        significant(100 * share, 2)
      } %) are not evaluations. At worst one computer does ` +
      `that part for all cards, one job after another; at best cards do not hinder each other. Computed, not ` +
      `measured: no recording has more than one card.`,
  };
  return printable(result, (t) => `${textTable([...t.table])}\n${t.words}`);
}

function measuredOverhead(): Estimate {
  const runs = dataset("h100-kit/runs").filter((r) => r.group === "steps" && r.start === "warm");
  return stepsLine(runs.map((r) => ({ nfe: r.nfe, seconds: r.success_s }))).overhead;
}
