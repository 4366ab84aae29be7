import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type Host, kgenRoot, type Settings, type SystemStats, type Workflow } from "@kgen/comfy";
import type { HostInfo } from "./host_info.ts";
import type { Variant } from "./run.ts";

/** Where a Run is made, out of what the host says about itself. */
export function hostInfo(host: Host, stats: SystemStats): HostInfo {
  const device = stats.devices[0];
  const onGpu = device !== undefined && device.type !== "cpu";
  return {
    url: host.url,
    kind: host.kind,
    comfyui: stats.system.comfyui_version ?? null,
    python: said(stats.system.python_version)?.split(" ")[0] ?? null,
    pytorch: said(stats.system.pytorch_version),
    os: stats.system.os ?? null,
    device: device?.name ?? null,
    gpu: onGpu ? gpuName(device.name) : null,
    vramTotal: onGpu ? device.vram_total ?? null : null,
  };
}

/** The embedded host has neither Python nor PyTorch, and says "none". */
const said = (text?: string) => text === undefined || text.startsWith("none") ? null : text;

/** "cuda:0 NVIDIA H100 80GB HBM3 : cudaMallocAsync" is an NVIDIA H100 80GB HBM3. */
function gpuName(name: string): string {
  return name.replace(/^\w+:\d+ /, "").replace(/ : \w+$/, "");
}

/** Versions of what took part. */
export function versions(stats: SystemStats): Record<string, string> {
  const found: Record<string, string> = { kgen: kgenVersion(), runtime: runtime() };
  if (stats.system.comfyui_version) found.comfyui = stats.system.comfyui_version;
  if (stats.system.kgen_embedded) found.embedded = stats.system.kgen_embedded;
  return found;
}

function kgenVersion(): string {
  const root = kgenRoot();
  if (!root) return "unknown";
  try {
    return String(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
  } catch {
    return "unknown";
  }
}

function runtime(): string {
  const deno = (process.versions as Record<string, string | undefined>).deno;
  return deno ? `deno ${deno}` : `node ${process.versions.node}`;
}

/** Hex SHA-256. */
export function sha256(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

/** The variant of Z-Image, by the name of the workflow, else by its model file. */
export function variantOf(w: Workflow, s: Settings): Variant {
  for (const name of [w.name, s.model ?? ""]) {
    if (/edit|omni/i.test(name)) return "edit";
    if (/turbo/i.test(name)) return "turbo";
    if (/base|z[_-]?image/i.test(name)) return "base";
  }
  return "other";
}
