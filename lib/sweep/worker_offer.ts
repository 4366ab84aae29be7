import type { Host } from "@kgen/comfy";
import type { Offer } from "./queue_needs.ts";

/**
 * What a worker on a host has to give: its GPU and memory as the host says, unless they are given.
 *
 * @param given what the host does not say right, and the variants whose models it has (default: any)
 */
export async function offerOf(host: Host, given: Partial<Offer> = {}): Promise<Offer> {
  const { devices } = await host.systemStats();
  const device = devices[0];
  const onGpu = device !== undefined && device.type !== "cpu";
  return {
    gpu: given.gpu ?? (onGpu ? gpuName(device.name) : ""),
    vram_gib: given.vram_gib ?? (onGpu ? (device.vram_total ?? 0) / 2 ** 30 : 0),
    variants: given.variants ?? [],
  };
}

/** "cuda:0 NVIDIA H100 80GB HBM3 : cudaMallocAsync" as the name of the GPU. */
const gpuName = (text: string): string =>
  text.replace(/^\w+:\d+\s+/, "").replace(/\s+:\s+\w+$/, "");
