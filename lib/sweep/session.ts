import type { Host } from "@kgen/comfy";
import type { SweepFolder } from "./folder.ts";
import type { Session } from "./record.ts";
import type { Readings } from "./readings.ts";

/** Begins a session of a sweep, with what the host says of itself. */
export async function beginSession(
  host: Host,
  folder: SweepFolder,
  telemetry?: Readings,
): Promise<Session> {
  const { system, devices } = await host.systemStats();
  const text = (v: unknown) => typeof v === "string" ? v : "";
  return folder.begin({
    started: new Date().toISOString(),
    url: host.url,
    versions: {
      comfyui: text(system.comfyui_version),
      pytorch: text(system.pytorch_version),
      python: text(system.python_version).split(" ")[0],
      os: text(system.os),
      device: devices.map((d) => d.name).join(", "),
    },
    telemetry: {
      source: telemetry?.source ?? "none",
      word: telemetry?.word ?? "telemetry was not asked for",
    },
  });
}
