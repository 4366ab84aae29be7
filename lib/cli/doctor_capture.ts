import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeThrottle, openTelemetry, pluginInfo, type TelemetrySample } from "@kgen/capture";
import type { Host } from "@kgen/comfy";
import { projectRoot } from "@kgen/notebook";
import { clockText } from "./doctor_clock.ts";
import type { Finding } from "./doctor_local.ts";

/** How exactly a run can be measured: plugin, clock, previews, telemetry. */
export async function captureFindings(host: Host, telemetry: string): Promise<Finding[]> {
  const previews = await previewFinding(host);
  if (host.kind === "embedded") return [previews, await telemetryFinding(host, telemetry)];
  const { finding, there } = await pluginFinding(host);
  return [
    finding,
    await clockFinding(host, there),
    previews,
    await telemetryFinding(host, telemetry),
  ];
}

/** The version of the plugin in the kit's own folder. */
function ownVersion(): string | null {
  const file = join(projectRoot(), "workflows", "comfyui-kgen", "version.py");
  if (!existsSync(file)) return null;
  return /VERSION = "([^"]+)"/.exec(readFileSync(file, "utf8"))?.[1] ?? null;
}

async function pluginFinding(host: Host): Promise<{ finding: Finding; there: boolean }> {
  const what = "plugin comfyui-kgen";
  const info = await pluginInfo(host);
  if (!info) {
    const finding: Finding = {
      what,
      state: "advice",
      found: "not installed",
      advice: "every evaluation with the host's own times, and telemetry without ssh: copy " +
        "workflows/comfyui-kgen into ComfyUI/custom_nodes there, and restart ComfyUI",
    };
    return { finding, there: false };
  }
  const own = ownVersion();
  const found = `version ${info.version}` + (info.nvml ? ", reads the GPU" : "");
  if (own && own !== info.version) {
    const advice =
      `the kit's own is ${own}: copy workflows/comfyui-kgen there again, and restart ComfyUI`;
    return { finding: { what, state: "advice", found, advice }, there: true };
  }
  if (!info.nvml) {
    const finding: Finding = { what, state: "advice", found, advice: `no telemetry: ${info.word}` };
    return { finding, there: true };
  }
  return { finding: { what, state: "ok", found }, there: true };
}

async function clockFinding(host: Host, plugin: boolean): Promise<Finding> {
  const what = "clock";
  const text = plugin ? await clockText(host) : null;
  if (text) return { what, state: "ok", found: text };
  const found = "not known until a job runs; then from the time stamps of its messages";
  return plugin
    ? { what, state: "advice", found, advice: "the plugin's /kgen/clock did not answer" }
    : { what, state: "ok", found };
}

async function previewFinding(host: Host): Promise<Finding> {
  const what = "previews";
  const features = await host.features().catch(() => ({} as Record<string, unknown>));
  if (features.supports_preview_metadata === true) {
    return {
      what,
      state: "ok",
      found: "come with the name of their node; latent2rgb needs no file",
    };
  }
  const advice = "update ComfyUI there: without it frames are told apart by their order only";
  return { what, state: "advice", found: "come without the name of their node", advice };
}

async function telemetryFinding(host: Host, choice: string): Promise<Finding> {
  const what = "telemetry";
  await using telemetry = await openTelemetry(host, choice);
  if (telemetry.source === "none") {
    // A host without a GPU has nothing to read: no fault.
    const idle = /computes on a CPU|not asked for/.test(telemetry.word);
    return idle
      ? { what, state: "ok", found: `none: ${telemetry.word}` }
      : { what, state: "advice", found: "none", advice: telemetry.word };
  }
  const samples = telemetry.samples();
  const gpus = [...new Set(samples.map((s) => s.gpu))];
  const shown = gpus.map((gpu) => sampleText(samples.findLast((s) => s.gpu === gpu)!));
  const found = `${telemetry.source}: ${shown.join("; ")}`;
  return telemetry.word
    ? { what, state: "advice", found, advice: telemetry.word }
    : { what, state: "ok", found };
}

/** A sample in words, with what is not told left out. */
function sampleText(s: TelemetrySample): string {
  const parts: [number | null, string][] = [
    [s.temperature_c, "°C"],
    [s.memory_temperature_c, "°C memory"],
    [s.power_w, `W of ${s.power_limit_w ?? "?"}`],
    [s.sm_clock_mhz, "MHz"],
    [s.utilization_percent, "% busy"],
    [s.memory_used_mib, `of ${s.memory_total_mib ?? "?"} MiB`],
  ];
  const told = parts.filter(([v]) => v !== null).map(([v, unit]) => `${v} ${unit}`);
  return `GPU ${s.gpu} ${told.join(", ")}, throttled by ` +
    (s.throttle_bits === null
      ? "it does not say"
      : decodeThrottle(s.throttle_bits).join(", ") || "nothing");
}
