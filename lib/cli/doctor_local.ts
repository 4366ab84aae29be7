import { createHash } from "node:crypto";
import { existsSync, readFileSync, statfsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { findPySpy } from "@kgen/capture";
import { nanoFile } from "@kgen/nano";
import { projectRoot } from "@kgen/notebook";
import { runProgram } from "./process.ts";

/** One thing that was looked at. */
export interface Finding {
  what: string;
  /** "advice": works, and could be better; "broken": something that kgen needs does not work. */
  state: "ok" | "advice" | "broken";
  found: string;
  /** What to do, when not all is well. */
  advice?: string;
}

const DENO = "2.7.14";
const GB = 1024 ** 3;

async function output(program: string, ...args: string[]): Promise<string | null> {
  try {
    const outcome = await runProgram(program, args);
    return outcome.code === 0 ? outcome.output.trim() : null;
  } catch {
    return null;
  }
}

function deno(): Finding {
  const version = (globalThis as any).Deno.version.deno as string;
  if (version === DENO) return { what: "Deno", state: "ok", found: version };
  const advice =
    `kgen is tested with ${DENO}; 2.8 to 2.9.8 lose outputs in notebooks. Unset KGEN_DENO, run ./kgen setup`;
  return { what: "Deno", state: "advice", found: version, advice };
}

async function kernels(root: string): Promise<Finding> {
  const text = await output(join(root, ".venv/bin/jupyter"), "kernelspec", "list", "--json");
  const names = text ? Object.keys(JSON.parse(text.slice(text.indexOf("{"))).kernelspecs) : [];
  const missing = ["deno", "tslab"].filter((name) => !names.includes(name));
  if (missing.length === 0) {
    return { what: "JupyterLab kernels", state: "ok", found: "deno, tslab" };
  }
  const advice = "delete .venv and run ./kgen setup";
  return {
    what: "JupyterLab kernels",
    state: "broken",
    found: `missing: ${missing.join(", ")}`,
    advice,
  };
}

/** The bytes of the models that the embedded host loads, against the hashes in their data package. */
function model(root: string): Finding {
  const what = "nano models";
  const advice = "git checkout data/nano";
  const description = JSON.parse(readFileSync(join(root, "data/nano/datapackage.json"), "utf8"));
  const loaded: { path: string; hash: string }[] = description.resources.filter(
    ({ path }: { path: string }) => /^(nano-.*|vocab\.json)$/.test(path),
  );
  let size = 0;
  for (const { path, hash } of loaded) {
    const file = nanoFile(path);
    if (!existsSync(file)) return { what, state: "broken", found: `${file} is missing`, advice };
    const bytes = readFileSync(file);
    size += bytes.length;
    if (hash !== `sha256:${createHash("sha256").update(bytes).digest("hex")}`) {
      return {
        what,
        state: "broken",
        found: `${file}: its hash differs from the published one`,
        advice,
      };
    }
  }
  const found = `${loaded.length} files, ${(size / 1e6).toFixed(0)} MB, hashes as published`;
  return { what, state: "ok", found };
}

function room(root: string): Finding[] {
  const { bavail, bsize } = statfsSync(root);
  const free = (bavail * bsize) / GB;
  const memory = totalmem() / GB;
  return [
    {
      what: "disk",
      state: free < 1 ? "advice" : "ok",
      found: `${free.toFixed(0)} GB free`,
      advice: free < 1 ? "a Run takes 0.2 MB here and some MB at 1024x1024; make room" : undefined,
    },
    {
      what: "memory",
      state: memory < 2 ? "advice" : "ok",
      found: `${memory.toFixed(0)} GB, ${availableParallelism()} cores`,
      advice: memory < 2 ? "the demo needs about 0.6 GB, JupyterLab as much again" : undefined,
    },
  ];
}

async function fonts(): Promise<Finding> {
  const what = "a font with Chinese";
  const list = await output("fc-list", ":lang=zh", "family");
  if (list) return { what, state: "ok", found: list.split("\n")[0] };
  // macOS and Windows always have one, and no fc-list.
  if (list === null && process.platform !== "linux") {
    return { what, state: "ok", found: "part of the system" };
  }
  const advice = "Chinese text may show as boxes. Debian, Ubuntu: sudo apt install fonts-noto-cjk";
  return { what, state: "advice", found: "none found", advice };
}

/** Only `./kgen profile` needs it. */
function pySpy(): Finding {
  const found = findPySpy();
  return {
    what: "py-spy",
    state: "ok",
    found: found
      ? "found, for ./kgen profile"
      : "not here; only ./kgen profile needs it: pip install py-spy",
  };
}

/** Everything on this computer that kgen needs. */
export async function localFindings(): Promise<Finding[]> {
  const root = projectRoot();
  const node = await output("node", "--version");
  const advice = "tslab needs Node.js 20.20 or newer";
  return [
    deno(),
    {
      what: "Node.js",
      state: node ? "ok" : "broken",
      found: node ?? "not found",
      ...(node ? {} : { advice }),
    },
    await kernels(root),
    model(root),
    ...room(root),
    await fonts(),
    pySpy(),
  ];
}
