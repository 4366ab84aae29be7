import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** Where the numbers of a site come from: the same for all its pages. */
export interface Provenance {
  /** Full hash, and ISO 8601 time of the commit; null outside a git checkout. */
  commit: { hash: string; time: string; changed: boolean } | null;
  /** Names and versions of what took part. */
  versions: [name: string, version: string][];
  /** Each data package, with one SHA-256 over its files. */
  data: { name: string; files: number; sha256: string }[];
}

/** Packages whose version can change a number or a figure. */
const NAMED = [
  "@observablehq/plot",
  "danfojs-node",
  "@duckdb/node-api",
  "onnxruntime-node",
  "sharp",
  "mathjs",
  "tslab",
];

/** Reads what a site's pages say about their origin. */
export function provenance(root: string): Provenance {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const installed = NAMED.map((name): [string, string] => {
    const file = join(root, "node_modules", name, "package.json");
    return [
      name,
      existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : "not installed",
    ];
  });
  const node =
    spawnSync("node", ["--version"], { encoding: "utf8" }).stdout?.trim().replace(/^v/, "") ??
      "unknown";
  const deno = (process.versions as Record<string, string | undefined>).deno ?? "unknown";
  return {
    commit: commitOf(root),
    versions: [["kgen", version], ["Deno", deno], ["Node.js", node], ...installed],
    data: packages(root),
  };
}

function commitOf(root: string): Provenance["commit"] {
  const git = (...args: string[]) => spawnSync("git", ["-C", root, ...args], { encoding: "utf8" });
  const last = git("log", "-1", "--format=%H %cI");
  if (last.status !== 0) return null;
  const [hash, time] = last.stdout.trim().split(" ");
  return { hash, time, changed: git("status", "--porcelain").stdout.trim() !== "" };
}

function packages(root: string): Provenance["data"] {
  const folder = join(root, "data");
  const names = readdirSync(folder).filter((name) =>
    existsSync(join(folder, name, "datapackage.json"))
  );
  return names.sort().map((name) => {
    const files = filesBelow(join(folder, name));
    const hash = createHash("sha256");
    for (const file of files) {
      const content = createHash("sha256").update(readFileSync(join(folder, name, file))).digest(
        "hex",
      );
      hash.update(`${content}  ${file}\n`);
    }
    return { name, files: files.length, sha256: hash.digest("hex") };
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile()
  )
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}
