import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePlan, partColumns, sweepDataset, SweepFolder } from "@kgen/sweep";
import { query } from "@kgen/tables";
import type { Comparison } from "./bench.ts";

const cells = 10_000;
const evaluations = 100;
const gathered = 500;

/** k_gen by host from the times of every evaluation, as a notebook would ask for it. */
const question = `
  select url, count(*) as cells, avg(k) as k_gen, stddev(k) / sqrt(count(*)) as se
  from (
    select cell, url, (max(nfe) - min(nfe)) / (max(t_job_s) - min(t_job_s)) as k
    from evaluations group by cell, url
  ) group by url order by url`;

/**
 * Analysis of 10,000 cells with 1,000,000 evaluations, as a sweep in work leaves them: 9,500 in gathered files, 500 in
 * parts of their own. The rows are made up.
 */
export async function benchQueueAnalysis(): Promise<Comparison[]> {
  const root = mkdtempSync(join(tmpdir(), "kgen-bench-"));
  try {
    const folder = new SweepFolder(join(root, "sweep"));
    folder.make();
    folder.keepPlan(makePlan({ workflow: "zimage-turbo-speed-test", repeats: 1 }));
    mkdirSync(join(folder.parts, "gathered"));
    for (let at = 0; at < cells - gathered; at += gathered) {
      await make(folder, at, gathered, join("gathered", `${at}`.padStart(8, "0")));
    }
    for (let at = cells - gathered; at < cells; at++) await make(folder, at, 1, name(at));
    const data = sweepDataset(folder.dir);
    const times: number[] = [];
    let rows;
    for (let i = 0; i < 4; i++) {
      const began = performance.now();
      rows = await data.sql(question);
      times.push((performance.now() - began) / 1000);
    }
    const counted = rows!.reduce((n, r) => n + Number(r.cells), 0);
    if (counted !== cells) throw new Error(`${counted} of ${cells} cells were found`);
    const [first, ...rest] = times;
    const usual = rest.sort((a, b) => a - b)[1];
    return [{
      what: `k_gen by host, ${cells} cells, ${
        (cells * evaluations).toLocaleString("en")
      } evaluations`,
      measured: `${usual.toFixed(2)} s (the first time ${first.toFixed(2)} s)`,
      against: "1 s",
      ratio: usual,
      limit: 1,
    }];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const name = (cell: number) => String(cell).padStart(64, "0");

/** Writes a file with cells first, first + 1 ...: for each a row of kind run and its evaluations. */
async function make(folder: SweepFolder, first: number, count: number, file: string) {
  const given: Record<string, string> = {
    kind: "case e when 0 then 'run' else 'evaluation' end",
    cell: "lpad(c::varchar, 64, '0')",
    run: "'s1-' || c",
    url: "'http://gpu-' || (c % 10) || ':8188'",
    step: "e::bigint",
    nfe: "e::bigint",
    t_job_s: "e * (0.14 + 0.001 * (c % 10)) + 0.01 * random()",
    sigma: "1.0 - e / 101.0",
  };
  const numeric =
    /_s$|_c$|_w$|_mhz|_mib|^(repeat|seed|batch|value|k_|throttle|gpu_index|session|order|steps|cfg|width|height|attempts|warnings|utilization)/;
  const columns = partColumns.map((n) =>
    `${given[n] ?? (numeric.test(n) ? "null::double" : "''")} as "${n}"`
  );
  const ids = Array.from({ length: count }, (_, i) => name(first + i)).join(" ");
  await query(
    `copy (select ${columns.join(", ")} from range(${first}, ${first + count}) t(c), ` +
      `range(0, ${evaluations + 1}) u(e) order by c, e) to '${join(folder.parts, file)}.parquet' ` +
      `(format parquet, kv_metadata {cells: '${ids}'})`,
  );
}
