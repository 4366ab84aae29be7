import type { HostEvent } from "@kgen/comfy";
import { sha256 } from "./provenance.ts";
import type { FrameFile } from "./preview_frames.ts";
import { seconds } from "./seconds.ts";

/**
 * One line of events.jsonl: what was received, with t in s since submission (negative before it).
 * A preview is named by its file and SHA-256, so that the line stays short.
 */
export function eventLine(e: HostEvent, t0: number, file: FrameFile | null): string {
  const t = seconds(e.t - t0);
  switch (e.kind) {
    case "message":
      return JSON.stringify({ t, type: e.type, data: e.data });
    case "preview":
      return JSON.stringify({
        t,
        type: "preview",
        frame: file?.frame ?? null,
        bytes: e.bytes.length,
        sha256: sha256(e.bytes),
        mime: e.mime,
        meta: e.meta ?? null,
      });
    case "text":
      return JSON.stringify({ t, type: "text", data: { node: e.nodeId, text: e.text } });
    case "unknown":
      return JSON.stringify({ t, type: "unknown", data: { code: e.code, bytes: e.bytes } });
    case "reconnecting":
    case "reconnected":
    case "warning":
    case "closed": {
      const { t: _, kind, ...data } = e;
      return JSON.stringify({ t, type: kind, data });
    }
  }
}
