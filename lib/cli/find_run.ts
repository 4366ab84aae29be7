import { existsSync } from "node:fs";
import { join } from "node:path";
import { openRun, type Run } from "@kgen/capture";
import { projectRoot } from "@kgen/notebook";

/** Opens a Run by its folder or, under out/runs and out/demo/runs, by its id. */
export function findRun(name: string): Promise<Run> {
  if (existsSync(name)) return openRun(name);
  const out = join(projectRoot(), "out");
  const places = ["runs", "demo/runs"].flatMap((
    p,
  ) => [join(out, p, name), join(out, p, `${name}.partial`)]);
  const found = places.find((place) => existsSync(place));
  if (found) return openRun(found);
  throw new Error(
    `there is no Run "${name}": not a folder, and not an id under ${out}. ./kgen list shows them`,
  );
}
