import type { Graph, Host } from "@kgen/comfy";
import { inexact } from "./prefix_samplers.ts";
import type { Way } from "./run.ts";
import { watchPlaces } from "./watch_place.ts";

/** What decides the way. */
export interface WayOptions {
  way?: "auto" | Way;
  exact?: boolean;
}

/** The chosen way, and what the Run should say of it. */
export interface Chosen {
  way: Way;
  notes: string[];
}

/** Whether a host has the nodes of the plugin. */
export async function hasPlugin(host: Host, signal?: AbortSignal): Promise<boolean> {
  if (host.kind === "embedded") return false;
  return "KgenModel" in await host.objectInfo("KgenModel", { signal });
}

/**
 * Chooses the way of a capture.
 *
 * @throws RangeError when the way asked for is not open: no plugin, or a sampler for which a prefix run
 * is not exact
 */
export async function chooseWay(
  host: Host,
  graph: Graph,
  o: WayOptions,
  signal?: AbortSignal,
): Promise<Chosen> {
  const asked = o.way ?? "auto";
  if (!["auto", "previews", "prefix", "plugin"].includes(asked)) {
    throw new RangeError(
      `A way is auto, previews, prefix or plugin, not ${JSON.stringify(asked)}.`,
    );
  }
  if (asked === "previews") {
    if (o.exact) {
      throw new RangeError('Previews are not exact. With exact, use way "plugin" or "prefix".');
    }
    return { way: "previews", notes: [] };
  }
  if (asked === "prefix") {
    const why = inexact(graph);
    if (why) throw new RangeError(`No prefix runs: ${why}`);
    return { way: "prefix", notes: [] };
  }
  const there = await hasPlugin(host, signal);
  if (asked === "plugin") {
    if (!there) {
      throw new RangeError(
        `${host.url} does not have the plugin. Copy workflows/comfyui-kgen into its custom_nodes folder ` +
          "and restart it.",
      );
    }
    return { way: "plugin", notes: [] };
  }
  const { places, without } = watchPlaces(graph);
  if (there && places.length > 0 && without.length === 0) return { way: "plugin", notes: [] };
  if (!o.exact) {
    const notes = there
      ? ["The host has the plugin, but it cannot watch this workflow: previews were used."]
      : [];
    return { way: "previews", notes };
  }
  const why = inexact(graph);
  if (why) {
    throw new RangeError(
      `No exact frames: ${host.url} does not have the plugin, and prefix runs will not do: ${why}`,
    );
  }
  return { way: "prefix", notes: ["Exact frames without the plugin: prefix runs."] };
}
