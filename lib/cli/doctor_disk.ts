import { statfsSync } from "node:fs";
import { readlink } from "node:fs/promises";
import { onThisComputer, pidOfPort } from "@kgen/capture";
import type { Host, SystemStats } from "@kgen/comfy";
import type { Finding } from "./doctor_local.ts";

const GB = 1024 ** 3;

/** Free space where ComfyUI writes. It tells nobody: on this computer we look for ourselves. */
export async function diskFinding(host: Host, { system }: SystemStats): Promise<Finding> {
  const what = "disk of the host";
  if (host.kind === "embedded") {
    return { what, state: "ok", found: "that of this computer, see above" };
  }
  const folder = await outputFolder(host.url, system.argv);
  if (folder === null) {
    const found = "unknown: ComfyUI does not tell it";
    return {
      what,
      state: "ok",
      found,
      advice: "look there: df -h; a picture takes 2 MB, Z-Image 21 GB",
    };
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize / GB;
  const advice = free < 2 ? "a picture takes 2 MB, Z-Image 21 GB: make room there" : undefined;
  return { what, state: advice ? "advice" : "ok", found: `${free.toFixed(0)} GB free`, advice };
}

/** The folder that ComfyUI was told to write to, or the one in which it was started. */
async function outputFolder(url: string, argv: unknown): Promise<string | null> {
  if (!onThisComputer(url)) return null;
  const { port, protocol } = new URL(url);
  const pid = await pidOfPort(Number(port) || (protocol === "https:" ? 443 : 80));
  if (pid === null) return null;
  const args = Array.isArray(argv) ? argv.map(String) : [];
  const named = ["--output-directory", "--base-directory"]
    .map((name) => args[args.indexOf(name) + 1 || args.length]).find((v) => v !== undefined);
  try {
    const folder = named ?? await readlink(`/proc/${pid}/cwd`);
    statfsSync(folder);
    return folder;
  } catch {
    return null;
  }
}
