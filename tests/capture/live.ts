// What tests on a real ComfyUI share.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Changes, Graph, Host } from "@kgen/comfy";

/** Changes that fit a workflow to the model files a host has (the first may be broken on purpose), 256 px. */
export async function fitting(host: Host): Promise<Changes> {
  const inputs = { UNETLoader: "unet_name", CLIPLoader: "clip_name", VAELoader: "vae_name" };
  const models: Record<string, string> = {};
  for (const [classType, input] of Object.entries(inputs)) {
    const info = await host.objectInfo(classType);
    const files: string[] = info[classType].input.required[input][0];
    models[classType] = files.filter((f) => f.endsWith(".safetensors")).at(-1)!;
  }
  return { models, width: 256, height: 256 };
}

/** Runs a graph without listening, and gives its entry in the history. */
export async function finished(host: Host, graph: Graph): Promise<any> {
  const promptId = randomUUID();
  await host.submit(graph, { promptId, clientId: randomUUID() });
  for (;;) {
    const entry = (await host.history(promptId))[promptId];
    if (entry?.status.status_str === "success") return entry;
    if (entry) throw new Error(JSON.stringify(entry.status).slice(0, 2000));
    await sleep(20);
  }
}
