import type { Frame } from "./events.ts";

type Said = { kind: "message"; type: string; data: Record<string, any> };

const isRecord = (v: unknown): v is Record<string, any> =>
  typeof v === "object" && v !== null && !Array.isArray(v);

/**
 * What must hold of messages that others read without looking twice. Anything else of these types is
 * garbage, and becomes an `unknown` event.
 */
const shapes: Record<string, (data: Record<string, any>) => boolean> = {
  progress_state: (d) => isRecord(d.nodes) && Object.values(d.nodes).every(isRecord),
  execution_cached: (d) => d.nodes === undefined || Array.isArray(d.nodes),
};

/** Reads a text message of the socket. Never throws: what is no message of ComfyUI is `unknown`. */
export function parseMessage(text: string): Said | Frame & { kind: "unknown" } {
  try {
    const { type, data } = JSON.parse(text);
    if (typeof type === "string") {
      const record = isRecord(data) ? data : {};
      if (shapes[type]?.(record) ?? true) return { kind: "message", type, data: record };
    }
  } catch {
    // falls through: text that is not a message
  }
  return { kind: "unknown", code: -1, bytes: text.length };
}
