import { randomUUID } from "node:crypto";
import type { Host } from "@kgen/comfy";
import type { Finding } from "./doctor_local.ts";

/** Whether the host's socket opens: HTTP alone shows nothing of a run. A proxy may pass one and refuse the other. */
export async function eventsFinding(host: Host): Promise<Finding> {
  const what = "events";
  const began = performance.now();
  try {
    const stream = await host.listen(randomUUID());
    const flags = await Promise.race([
      stream.negotiated.then(() => true),
      new Promise<boolean>((resolve) => setTimeout(resolve, 0, false)),
    ]);
    stream.close();
    const ms = (performance.now() - began).toFixed(0);
    return flags
      ? { what, state: "ok", found: `socket opens, feature flags answered in ${ms} ms` }
      : {
        what,
        state: "advice",
        found: `socket opens, feature flags not answered in ${ms} ms`,
        advice:
          "an old ComfyUI, or a proxy that holds messages back: update the one, or stop the other buffering",
      };
  } catch (error) {
    return {
      what,
      state: "broken",
      found: `no socket, so nothing can be measured: ${(error as Error).message}`,
      advice:
        "a proxy before ComfyUI must pass WebSocket: HTTP/1.1 and the headers Upgrade and Connection on /ws " +
        "(nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade)",
    };
  }
}
