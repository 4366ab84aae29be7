import type { Host } from "@kgen/comfy";
import { SweepError } from "./errors.ts";
import type { SweepFolder } from "./folder.ts";
import { hostName } from "./host_name.ts";
import type { Session } from "./record.ts";
import type { Readings } from "./readings.ts";

/**
 * Begins a session of a sweep, with what the host says of itself.
 *
 * @param url what the host is called in records
 * @param otherHost allows another host or device than that of the sessions before
 * @throws SweepError "other_host"
 */
export async function beginSession(
  host: Host,
  folder: SweepFolder,
  telemetry?: Readings,
  otherHost = false,
  url = hostName(host),
): Promise<Session> {
  const { system, devices } = await host.systemStats();
  const text = (v: unknown) => typeof v === "string" ? v : "";
  const device = devices.map((d) => d.name).join(", ");
  if (!otherHost) requireSameHost(folder, url, device);
  return folder.begin({
    started: new Date().toISOString(),
    url,
    versions: {
      comfyui: text(system.comfyui_version),
      pytorch: text(system.pytorch_version),
      python: text(system.python_version).split(" ")[0],
      os: text(system.os),
      device,
    },
    telemetry: {
      source: telemetry?.source ?? "none",
      word: telemetry?.word ?? "telemetry was not asked for",
    },
  });
}

/** Runs of two hosts in one data set would be taken for repeats of each other. */
function requireSameHost(folder: SweepFolder, url: string, device: string): void {
  const other = folder.sessions().find((s) =>
    s.url !== url || s.versions.device !== "" && device !== "" && s.versions.device !== device
  );
  if (!other) return;
  const of = (url: string, device: string) => device ? `${url} (${device})` : url;
  throw new SweepError(
    "other_host",
    `${folder.dir} holds runs of ${of(other.url, other.versions.device)}, and this is ` +
      `${of(url, device)}. Name another folder with --out, or mix them with --other-host: ` +
      "the columns url and device tell them apart.",
  );
}
