import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { median } from "@kgen/stats";
import { projectRoot } from "@kgen/notebook";
import { query } from "@kgen/tables";
import type { Comparison } from "./bench.ts";
import { makeRunFolders } from "./bench_tables_runs.ts";
import { runProgram } from "./process.ts";

const ROWS = 10_000_000;
const RUNS = 1000;
const TIMES = 5;

/** Scores of ten million frames: three variants, 8 steps, three metrics, and I. */
async function makeParquet(path: string): Promise<void> {
  await query(
    `copy (select 'run-' || (i // 24) as run, 'gpu.example:8188' as host,
       ['turbo', 'base', 'edit'][1 + (i // 24) % 3] as variant, 'NVIDIA H100' as gpu,
       'prompt ' || (i // 240) % 500 as prompt, (i // 24)::bigint as seed, 1::bigint as batch,
       (1 + (i // 3) % 8)::bigint as step, (1 + (i // 3) % 8)::bigint as nfe,
       0.14 * (1 + (i // 3) % 8) as t_s, 1.0::double as sigma, ['rmse', 'psnr', 'ssim'][1 + i % 3] as metric,
       hash(i)::double / 18446744073709551615.0 as value, 'last frame' as reference, 'kgen' as tool,
       'plugin' as way, 61.0::double as temperature_c, 1755.0::double as sm_clock_mhz,
       640.5::double as power_w, hash(i + 1)::double / 18446744073709551615.0 as I
     from range(${ROWS}) t(i)) to '${
      path.replaceAll("'", "''")
    }' (format parquet, compression snappy)`,
    [],
    { memory: "1GB" },
  );
}

/** Runs code in a process of its own; what it prints last is JSON, to which its peak of memory is added. */
async function inChild(code: string): Promise<{ seconds: number; mb: number; rows: number }> {
  const whole = `import { readFileSync } from "node:fs";
    import process from "node:process";
    import { framesDataset } from "@kgen/tables";
    ${code}
    const hwm = (() => {
      try { return Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]); }
      catch { return process.resourceUsage().maxRSS; }
    })();
    console.log(JSON.stringify({ seconds, rows, mb: hwm / 1024 }));`;
  const args = ["eval", "--quiet", "--config", join(projectRoot(), "deno.json"), whole];
  const { code: exit, output } = await runProgram(process.execPath, args, { cwd: projectRoot() });
  if (exit !== 0) throw new Error(`a benchmark of tables failed:\n${output}`);
  return JSON.parse(output.trim().split("\n").at(-1)!);
}

/** Opening included: a fresh process, a fresh DuckDB, the first query. */
async function grouped(folder: string): Promise<Comparison[]> {
  const file = join(folder, "frames.parquet");
  await makeParquet(file);
  const found = [];
  for (let i = 0; i < TIMES; i++) {
    found.push(
      await inChild(
        `const began = performance.now();
         const frames = await framesDataset(${JSON.stringify(file)}, { memory: "200MB" });
         const rows = (await frames.groupMean(["variant", "step"], "I")).length;
         const seconds = (performance.now() - began) / 1000;`,
      ),
    );
  }
  if (found.some(({ rows }) => rows !== 24)) throw new Error("a group is missing");
  const seconds = median(found.map((f) => f.seconds));
  const mb = Math.max(...found.map((f) => f.mb));
  const what = "mean I by variant and step, 10 million rows of Parquet";
  return [
    against(what, seconds, 0.5, "s", 2),
    against(`${what}: peak memory`, mb, 300, "MB", 0),
  ];
}

/** First a folder that was never opened, then its scores, then the same from what was kept. */
async function opened(folder: string): Promise<Comparison[]> {
  const runs = join(folder, "runs");
  await makeRunFolders(runs, RUNS);
  const time = async (options: string) => {
    const { seconds, rows } = await inChild(
      `const began = performance.now();
       const frames = await framesDataset(${JSON.stringify(runs)}, ${options});
       const rows = (await frames.sql("select count(*) as n from evaluations"))[0].n;
       const seconds = (performance.now() - began) / 1000;`,
    );
    if (rows !== 8 * RUNS) throw new Error(`${rows} evaluations were read`);
    return seconds;
  };
  return [
    against(`open a folder of ${RUNS} Runs`, await time("{}"), 10, "s", 2),
    against(
      `open and score its ${8 * RUNS} frames (rmse)`,
      await time('{ metrics: ["rmse"] }'),
      30,
      "s",
      2,
    ),
    against("open it again with its scores", await time('{ metrics: ["rmse"] }'), 10, "s", 2),
  ];
}

function against(
  what: string,
  measured: number,
  limit: number,
  unit: string,
  digits: number,
): Comparison {
  return {
    what,
    measured: `${measured.toFixed(digits)} ${unit}`,
    against: `${limit} ${unit}`,
    ratio: measured / limit,
    limit: 1,
  };
}

/** Means over ten million rows straight from Parquet, and a folder of a thousand Runs, in fresh processes. */
export async function benchTables(): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), "kgen-tables-"));
  try {
    return [...await grouped(folder), ...await opened(folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
