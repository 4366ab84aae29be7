import type { DuckDBConnection } from "@duckdb/node-api";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { NoDuckError } from "./errors.ts";

/** How much of the computer DuckDB may take. */
export interface DuckOptions {
  /** Threads; default one a core, at most 4. */
  threads?: number;
  /** Memory before it writes to the temporary folder, such as "512MB" (the default). */
  memory?: string;
}

type DuckModule = typeof import("@duckdb/node-api");

/** An open DuckDB in memory. */
export interface Duck {
  api: DuckModule;
  connection: DuckDBConnection;
  close(): void;
}

/**
 * Opens a DuckDB in memory, with nothing in it. The library is loaded here, at first use: it takes
 * 0.2 s that most imports of this room do not need.
 *
 * @throws {NoDuckError} when the library is not there
 */
export async function openDuck(o: DuckOptions = {}): Promise<Duck> {
  const api = await loadDuck();
  endAtOnce();
  const threads = o.threads ?? Math.min(4, availableParallelism());
  if (!(Number.isInteger(threads) && threads >= 1)) {
    throw new RangeError(`DuckDB needs 1 thread or more, got ${o.threads}.`);
  }
  const instance = await api.DuckDBInstance.create(":memory:", {
    threads: String(threads),
    memory_limit: o.memory ?? "512MB",
    // The default is a folder in the working folder of the user.
    temp_directory: join(tmpdir(), `kgen-duckdb-${process.pid}`),
    // Nothing is fetched from the network behind the user's back.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  return {
    api,
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function loadDuck(): Promise<DuckModule> {
  try {
    return await import("@duckdb/node-api");
  } catch (cause) {
    throw new NoDuckError({ cause });
  }
}

/**
 * Loads DuckDB, for those who would rather know before than in the middle of their work.
 *
 * @returns what to say when it is not there, else null
 *
 * @example
 * ```ts
 * import { wordOnDuck } from "@kgen/tables";
 *
 * console.assert(await wordOnDuck() === null);
 * ```
 */
export async function wordOnDuck(): Promise<string | null> {
  return await loadDuck().then(() => null, (error) => (error as Error).message);
}

/** Runs `work` with a DuckDB of its own, and closes it. */
export async function withDuck<T>(
  o: DuckOptions | undefined,
  work: (duck: Duck) => Promise<T>,
): Promise<T> {
  const duck = await openDuck(o);
  try {
    return await work(duck);
  } finally {
    duck.close();
  }
}

let watched = false;

/**
 * Deno 2.7.14 ends with a segmentation fault, after all work is done, when the library's finalizers run
 * while it tears down. Leaving at once, with the code there is, skips them. Node is well without.
 */
function endAtOnce(): void {
  if (watched || !("deno" in process.versions)) return;
  watched = true;
  process.once("exit", (code: number) => (process as any).reallyExit(process.exitCode ?? code));
}
