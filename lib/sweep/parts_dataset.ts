import { type DataFrame } from "danfojs-node";
import { type Parameters, query, type Rows, toFrame } from "@kgen/tables";
import { SweepFolder } from "./folder.ts";
import { findParts, type Found, readPartsSql } from "./parts_gather.ts";
import { partColumns } from "./parts_rows.ts";

/** Columns of each view; the others are empty there. */
const about =
  "cell condition group tag change repeat run url device variant gpu prompt seed batch session";
const views: Record<string, string> = {
  runs:
    `${about} order start steps cfg width height sampler scheduler model dtype workflow way nfe ` +
    "first_eval_s last_eval_s success_s job_s k_sampling k_job t_before_c t_during_c sm_clock_mhz power_w " +
    "utilization_percent memory_used_mib attempts warnings finished",
  evaluations: `${about} step nfe t_s t_job_s sigma`,
  scores:
    `${about} host step nfe t_s sigma metric value reference tool way temperature_c sm_clock_mhz power_w`,
  telemetry:
    `${about} gpu_index t_job_s temperature_c memory_temperature_c power_w power_limit_w ` +
    "sm_clock_mhz memory_clock_mhz utilization_percent memory_used_mib throttle_bits",
};
const kinds: Record<string, string> = {
  runs: "run",
  evaluations: "evaluation",
  scores: "score",
  telemetry: "telemetry",
};

/** The rate of a run of a sweep. */
export interface RunRate {
  url: string;
  condition: string;
  /** s⁻¹; null for a run of one step. */
  k_sampling: number | null;
  /** "cold" where the run loaded a model. */
  start: string;
  nfe: number;
  order: number;
  /** ISO time at which the cell ended. */
  finished: string;
}

/** The results of a sweep as one data set, read where they lie: also while it still runs. */
export class SweepDataset {
  readonly folder: SweepFolder;

  constructor(dir: string) {
    this.folder = new SweepFolder(dir);
    this.folder.require();
  }

  /**
   * SQL over `runs` (one row a finished cell), `evaluations`, `scores`, `telemetry` and `parts` (all of them). Each
   * call reads what is finished by then; a cell is in it with all its rows or not at all.
   *
   * @throws QueryError with what DuckDB says
   */
  async sql(sql: string, parameters?: Parameters): Promise<Rows> {
    const source = readPartsSql(await findParts(this.folder)) ?? nothing();
    const made = Object.entries(views).map(([name, columns]) => {
      const list = columns.split(" ").map((c) => `"${c}"`).join(", ");
      return `${name} as (select ${list} from parts where kind = '${kinds[name]}')`;
    });
    const tables = [`parts as (select * from ${source})`, ...made].join(",\n");
    return await query(`with ${tables}\nselect * from (${sql}\n)`, parameters);
  }

  /** How many cells are in it. */
  async count(): Promise<number> {
    return Number((await this.sql("select count(*) as n from runs"))[0].n);
  }

  /** One row a finished cell: settings, host, times and rates. */
  async runs(): Promise<Rows> {
    return await this.sql('select * from runs order by session, "order"');
  }

  /** Each run's rate with its host and what was run (the tag): what compareHosts() and hostRates() take. */
  async rates(): Promise<RunRate[]> {
    const columns = 'url, tag as condition, k_sampling, start, nfe, "order", finished';
    return await this.sql(
      `select ${columns} from runs order by session, "order"`,
    ) as unknown as RunRate[];
  }

  /** The scores of all frames as a danfojs frame: what completeness() and the figures take. */
  async scores(): Promise<DataFrame> {
    const names = views.scores.split(" ").filter((n) => !notTidy.has(n));
    const list = names.map((n) =>
      n === "gpu" || n === "tool" || n === "way" ? orNull(n) : `"${n}"`
    );
    return toFrame(await this.sql(`select ${list.join(", ")} from scores`) as never);
  }

  /** The files that a query would read. */
  files(): Promise<Found> {
    return findParts(this.folder);
  }
}

const notTidy = new Set("cell condition group tag change repeat url device session".split(" "));
const orNull = (name: string) => `nullif("${name}", '') as "${name}"`;

/** A table of no rows with the columns of a part. */
function nothing(): string {
  const text =
    /^(kind|cell|condition|group|tag|change|run|host|url|device|variant|gpu|prompt|metric)$|^(reference|tool|way|start|sampler|scheduler|model|dtype|workflow|finished)$/;
  const columns = partColumns.map((n) => `null::${text.test(n) ? "varchar" : "double"} as "${n}"`);
  return `(select ${columns.join(", ")} where false)`;
}

/**
 * Opens the results of a sweep as one data set.
 *
 * @throws SweepError "format" when the folder is none of a sweep
 *
 * @example
 * ```ts
 * import { sweepDataset } from "@kgen/sweep";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => sweepDataset("no-such-folder"), /no sweep/);
 * // With one: await sweepDataset(dir).sql("select url, avg(k_sampling) as k from runs group by url")
 * ```
 */
export function sweepDataset(dir: string): SweepDataset {
  return new SweepDataset(dir);
}
