import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import process from "node:process";
import { promisify } from "node:util";

/**
 * The process on this computer that listens on a TCP port; null when none does, or it is another user's and
 * cannot be seen. Linux: /proc. Elsewhere: lsof, if it is there.
 *
 * @example
 * ```ts
 * import { pidOfPort } from "@kgen/capture";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 * import process from "node:process";
 *
 * const server = createServer().listen(0);
 * await new Promise((resolve) => server.once("listening", resolve));
 * const found = await pidOfPort((server.address() as any).port);
 * assert.ok(found === process.pid || found === null);
 * server.close();
 * ```
 */
export async function pidOfPort(port: number): Promise<number | null> {
  return process.platform === "linux" ? await byProc(port) : await byLsof(port);
}

async function byProc(port: number): Promise<number | null> {
  const sockets = new Set<string>();
  for (const file of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const text = await readFile(file, "utf8").catch(() => "");
    for (const line of text.split("\n").slice(1)) {
      const cells = line.trim().split(/\s+/);
      const listens = cells[3] === "0A";
      if (listens && parseInt(cells[1]?.split(":")[1], 16) === port) {
        sockets.add(`socket:[${cells[9]}]`);
      }
    }
  }
  if (sockets.size === 0) return null;
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const link = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => "");
      if (sockets.has(link)) return Number(pid);
    }
  }
  return null;
}

async function byLsof(port: number): Promise<number | null> {
  try {
    const { stdout } = await promisify(execFile)("lsof", [
      "-nP",
      `-iTCP:${port}`,
      "-sTCP:LISTEN",
      "-t",
    ]);
    return Number(stdout.trim().split("\n")[0]) || null;
  } catch {
    return null;
  }
}
