import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "@kgen/notebook";
import type { Comparison } from "./bench.ts";

const LIMIT_S = 30;
const LIMIT_MB = 600;

interface ProcessInfo {
  pid: number;
  parent: number;
  command: string;
  /** Resident memory, MB. Shared pages count in every process, so a sum is an upper bound. */
  mb: number;
}

/** Every process of this computer, from /proc. */
function processes(): ProcessInfo[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      const field = (key: string) =>
        Number(status.match(new RegExp(`^${key}:\\s+(\\d+)`, "m"))?.[1] ?? 0);
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
      return [{ pid: Number(name), parent: field("PPid"), command, mb: field("VmRSS") / 1024 }];
    } catch {
      return []; // It ended while it was being read.
    }
  });
}

function below(root: number): ProcessInfo[] {
  const all = processes();
  const found = all.filter((p) => p.pid === root);
  for (const p of found) found.push(...all.filter((child) => child.parent === p.pid));
  return found;
}

/** Runs the demo once into a temporary folder; memory is sampled every 50 ms over the demo and its host. */
export async function benchDemo(): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), "kgen-demo-"));
  try {
    const began = performance.now();
    const child = spawn(join(projectRoot(), "kgen"), ["demo", "--out", join(folder, "demo")], {
      stdio: "ignore",
    });
    let peak = 0;
    const sampler = setInterval(() => {
      if (!existsSync("/proc/self/status")) return;
      // The notebook's kernel and Jupyter are other programs and come after the host has ended.
      const ours = below(child.pid!).filter((p) => /lib\/(cli|nano)\/main\.ts/.test(p.command));
      peak = Math.max(peak, ours.reduce((sum, p) => sum + p.mb, 0));
    }, 50);
    const code = await new Promise<number | null>((resolve) => child.on("exit", resolve));
    clearInterval(sampler);
    const seconds = (performance.now() - began) / 1000;
    if (code !== 0) throw new Error(`the demo ended with exit code ${code}`);
    const time = {
      what: "./kgen demo",
      measured: `${seconds.toFixed(1)} s`,
      against: `${LIMIT_S} s`,
    };
    const memory = {
      what: "memory of demo and host",
      measured: `${peak.toFixed(0)} MB`,
      against: `${LIMIT_MB} MB`,
    };
    const found = [{ ...time, ratio: seconds / LIMIT_S, limit: 1 }];
    // Without /proc (macOS) there is nothing to read.
    return peak > 0 ? [...found, { ...memory, ratio: peak / LIMIT_MB, limit: 1 }] : found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
