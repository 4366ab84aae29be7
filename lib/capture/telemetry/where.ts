import { hostname, networkInterfaces } from "node:os";
import type { Host } from "@kgen/comfy";

/**
 * Whether the address of a host is one of this computer. The end of a tunnel looks like one too:
 * compare the names of the GPUs before believing it.
 *
 * @example
 * ```ts
 * import { onThisComputer } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * assert.ok(onThisComputer("http://127.0.0.1:8188"));
 * assert.ok(!onThisComputer("https://gpu.example.org"));
 * ```
 */
export function onThisComputer(url: string): boolean {
  const name = new URL(url).hostname.toLowerCase().replace(/^\[|\]$/g, "");
  if (name === "localhost" || name === "::1" || /^127\./.test(name)) return true;
  if (name === hostname().toLowerCase()) return true;
  return Object.values(networkInterfaces()).flat().some((i) => i?.address === name);
}

/**
 * Name of the first GPU of a host, "NVIDIA H100 80GB HBM3" of
 * "cuda:0 NVIDIA H100 80GB HBM3 : cudaMallocAsync"; null when it computes on a CPU.
 */
export async function hostGpu(host: Host, signal?: AbortSignal): Promise<string | null> {
  const { devices } = await host.systemStats({ signal });
  const gpu = devices.find((d) => d.type !== "cpu");
  if (!gpu) return null;
  return gpu.name.replace(/^cuda:\d+\s+/, "").replace(/\s+:\s+\S+$/, "");
}
