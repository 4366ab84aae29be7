// What the tests of ./kgen sweep share: plans of few cells, and what a sweep has left behind.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Lines of a table without its head. */
export const rows = (dir: string, table = "runs") =>
  readFileSync(join(dir, `${table}.csv`), "utf8").trim().split("\n").slice(1);
/** Files of the finished cells. */
export const records = (dir: string) =>
  existsSync(join(dir, "cells"))
    ? readdirSync(join(dir, "cells")).filter((n) => n.endsWith(".json"))
    : [];

/** A plan of `n` cells of so many steps. */
export function planFile(
  folder: string,
  name: string,
  steps: number,
  n: number,
  more: object = {},
): string {
  const path = join(folder, name);
  const plan = {
    workflow: "zimage-turbo-speed-test",
    changes: { prompt: "red apple", steps },
    repeats: n,
    warmUps: 1,
    ...more,
  };
  writeFileSync(path, JSON.stringify(plan));
  return path;
}
