import type { Host } from "@kgen/comfy";
import { hostGpu, onThisComputer } from "./where.ts";
import { openPlugin } from "./plugin.ts";
import { pluginWord } from "./plugin_call.ts";
import { openSmi } from "./smi.ts";
import { sshCommand } from "./ssh.ts";
import { Telemetry } from "./telemetry.ts";

/** Options of {@linkcode openTelemetry}. */
export interface TelemetryOptions {
  /** Samples a second of each GPU; default 5. nvidia-smi manages about 10. */
  hz?: number;
  /** Ends it, as close() does. */
  signal?: AbortSignal;
  /** ms to wait for the first sample; default 10000, over ssh 20000. */
  patience?: number;
  /** ms after which an nvidia-smi that ended is started again, longer each time; default 5000. */
  again?: number;
}

/**
 * Begins to read temperature, power, clocks, utilisation, memory and throttle reasons of the GPUs of a host.
 *
 * @param choice
 * - "auto": the plugin's events when the host has the plugin and it sees a GPU; else nvidia-smi when the
 *   host is on this computer and has a GPU of the name that nvidia-smi gives; else none
 * - "plugin": events of the plugin comfyui-kgen
 * - "nvidia-smi": the program on this computer
 * - "ssh:DEST": the program on another one, by ssh without a password; DEST as ssh takes it,
 *   port and key by its own config
 * - "none"
 * @returns Telemetry of which the first sample is there. Never an error for a tool, host or permission that
 * is missing: then `source` is "none" and `word` says why and what to do
 * @throws TypeError for a choice that is none of these, RangeError for a rate outside 0.1 to 50
 *
 * @example
 * ```ts
 * import { openTelemetry } from "@kgen/capture";
 * import type { Host } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const t = await openTelemetry({} as Host, "none");
 * assert.equal(t.source, "none");
 * await assert.rejects(openTelemetry({} as Host, "ssh:-oProxyCommand=x"), TypeError);
 * ```
 */
export async function openTelemetry(
  host: Host,
  choice: string = "auto",
  o: TelemetryOptions = {},
): Promise<Telemetry> {
  const hz = o.hz ?? 5;
  if (!(hz >= 0.1 && hz <= 50)) {
    throw new RangeError(`Telemetry takes 0.1 to 50 samples a second, not ${hz}.`);
  }
  const dest = /^ssh:(.*)$/s.exec(choice)?.[1];
  if (dest !== undefined) {
    const command = sshCommand(dest);
    return await openSmi({ ...o, hz, source: choice, ...command });
  }
  if (choice === "none") return Telemetry.none("telemetry was not asked for");
  if (choice === "nvidia-smi") return await openSmi({ ...o, hz, source: choice });
  if (choice === "plugin") return await openPlugin(host, { ...o, hz });
  if (choice === "auto") return await automatic(host, { ...o, hz });
  throw new TypeError(
    `There is no telemetry ${
      JSON.stringify(choice)
    }: take auto, plugin, nvidia-smi, ssh:DEST or none.`,
  );
}

async function automatic(host: Host, o: TelemetryOptions & { hz: number }): Promise<Telemetry> {
  try {
    const gpu = await hostGpu(host, o.signal);
    if (gpu === null) {
      return Telemetry.none(`${host.url} computes on a CPU: there is no GPU to read`);
    }
    const without = await pluginWord(host, o.signal);
    if (without === null) return await openPlugin(host, o);
    if (!onThisComputer(host.url)) {
      return Telemetry.none(
        `${without}, and the host is not on this computer. ` +
          "Install the plugin there (copy workflows/comfyui-kgen into its custom_nodes), or use ssh:DEST",
      );
    }
    return await openSmi({ ...o, source: "nvidia-smi", gpuName: gpu });
  } catch (error) {
    return Telemetry.none(`the host did not say what it has: ${(error as Error).message}`);
  }
}
