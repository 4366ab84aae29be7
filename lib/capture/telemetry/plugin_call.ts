import type { Host } from "@kgen/comfy";

/** What /kgen says of the plugin. */
export interface PluginInfo {
  plugin: string;
  version: string;
  /** It can read a GPU. */
  nvml: boolean;
  /** Why not, or "". */
  word: string;
}

/** A route of the plugin: its JSON, or HttpError with status 404 when the host has no plugin. */
export function callPlugin(
  host: Host,
  path: string,
  o: { method?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<any> {
  return host.call(path, o);
}

/**
 * What the host says of its plugin comfyui-kgen; null when it has none.
 *
 * @throws ComfyError when the host does not answer or refuses us
 */
export async function pluginInfo(host: Host, signal?: AbortSignal): Promise<PluginInfo | null> {
  try {
    const info = await callPlugin(host, "/kgen", { signal });
    if (typeof info?.plugin !== "string") return null;
    return {
      plugin: info.plugin,
      version: String(info.version ?? "unknown"),
      nvml: info.nvml === true,
      word: String(info.word ?? ""),
    };
  } catch (error) {
    const { status, code } = error as { status?: number; code?: string };
    // Some servers answer an unknown address with their page instead of 404.
    if (status === 404 || status === 405 || code === "not_comfy" || code === "protocol") {
      return null;
    }
    throw error;
  }
}

/** Why there is no telemetry of the plugin; null when there is. */
export async function pluginWord(host: Host, signal?: AbortSignal): Promise<string | null> {
  const info = await pluginInfo(host, signal);
  if (!info) return "the host does not have the plugin comfyui-kgen";
  return info.nvml
    ? null
    : `the host's plugin reads no GPU (${info.word || "it does not say why"})`;
}
