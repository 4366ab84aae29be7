import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "@kgen/notebook";
import type { Comparison } from "./bench.ts";
import { runProgram } from "./process.ts";

const LIMIT_S = 180;

/** A clone of this repository's last commit in a temporary folder, with empty caches, set up once. */
export async function benchSetup(): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), "kgen-setup-"));
  try {
    const clone = join(folder, "kgen");
    const cloned = await runProgram("git", ["clone", "--quiet", projectRoot(), clone]);
    if (cloned.code !== 0) throw new Error(`the clone failed:\n${cloned.output}`);
    const outcome = await runProgram(join(clone, "kgen"), ["setup"], {
      env: { npm_config_cache: join(folder, "npm"), PIP_CACHE_DIR: join(folder, "pip") },
    });
    if (outcome.code !== 0) throw new Error(`set-up failed:\n${outcome.output}`);
    return [{
      what: "set-up of a fresh clone",
      measured: `${outcome.seconds.toFixed(0)} s`,
      against: `${LIMIT_S} s`,
      ratio: outcome.seconds / LIMIT_S,
      limit: 1,
    }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
