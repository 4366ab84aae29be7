import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { Redis } from "ioredis";

/** A Redis of one's own: on a free port of this computer, in a temporary folder, with an append-only file. */
export interface PrivateRedis {
  url: string;
  port: number;
  /** Bytes that it uses now. */
  memory(): Promise<number>;
  /** kill -9, for tests; what it has written stays. */
  kill(): Promise<void>;
  /** Starts it again on the same port; `empty`: with nothing in it. */
  start(o?: { empty?: boolean }): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** What to do where there is no redis-server. */
export const redisAdvice = "redis-server is not installed (Debian: apt install redis-server)";

/** Whether there is a redis-server on this computer. */
export function hasRedis(): boolean {
  return spawnSync("redis-server", ["--version"], { stdio: "ignore" }).status === 0;
}

/** Redis ends with the process that started it, however that ends: when its standard input closes. */
const script = 'redis-server "$@" & r=$!; cat > /dev/null; kill $r 2> /dev/null; wait $r';

/**
 * Starts a Redis that nobody else uses; it ends with this process at the latest.
 *
 * @throws Error when redis-server is not installed, with what to do
 */
export async function privateRedis(): Promise<PrivateRedis> {
  if (!hasRedis()) throw new Error(redisAdvice);
  const port = await freePort();
  const root = mkdtempSync(join(tmpdir(), "kgen-redis-"));
  let dir = root;
  let child: ChildProcess;
  let pid = 0;
  const start = async ({ empty = false } = {}) => {
    if (empty) dir = mkdtempSync(join(root, "empty-"));
    const args = ["--port", String(port), "--dir", dir, "--bind", "127.0.0.1"];
    const keep = ["--save", "", "--appendonly", "yes"];
    child = spawn("sh", ["-c", script, "sh", ...args, ...keep], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    child.stdin!.on("error", () => {});
    for (const thing of [child, child.stdin as unknown as { unref?: () => void }]) thing.unref?.();
    pid = Number(/process_id:(\d+)/.exec(await ask(port, "server"))![1]);
  };
  const gone = async () => {
    const last = child;
    // The caller waits for it, so the process must not end before.
    last.ref();
    last.stdin!.end();
    if (last.exitCode === null && last.signalCode === null) {
      await new Promise((resolve) => last.once("exit", resolve));
    }
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    start,
    memory: async () => Number(/used_memory:(\d+)/.exec(await ask(port, "memory"))![1]),
    kill: async () => {
      process.kill(pid, "SIGKILL");
      await gone();
    },
    stop: async () => {
      await gone();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A section of INFO; waits until Redis has loaded its file. */
async function ask(port: number, section: string): Promise<string> {
  const link = new Redis(port, "127.0.0.1", { maxRetriesPerRequest: 60, retryStrategy: () => 100 });
  link.on("error", () => {});
  try {
    return await link.info(section);
  } finally {
    link.disconnect();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
