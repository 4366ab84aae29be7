/** What a preview says about itself (binary frame type 4). */
export interface PreviewMeta {
  node_id?: string;
  prompt_id?: string;
  display_node_id?: string;
  [key: string]: unknown;
}

/** What a frame of the socket holds, before it gets its time. */
export type Frame =
  | {
    kind: "preview";
    mime: "image/png" | "image/jpeg";
    bytes: Uint8Array;
    meta?: PreviewMeta;
  }
  | { kind: "text"; nodeId: string; text: string }
  /** A frame that this version does not know: ignored, never fatal. Code -1: not readable. */
  | { kind: "unknown"; code: number; bytes: number };

/** What is to be said of the connection itself. `closed` is always the last event, and comes once. */
export type ConnectionEvent =
  /** The socket is gone; the next attempt to open it comes after delay_ms. `attempt` counts from 1. */
  | { kind: "reconnecting"; attempt: number; delay_ms: number; reason: string }
  /** The socket is open again. What the host said in the gap is lost; /history has the outcome. */
  | { kind: "reconnected"; gap_ms: number }
  /** Something was refused, such as a frame that is too large; the connection goes on or comes back. */
  | { kind: "warning"; code: "too_large" | "protocol"; message: string }
  | { kind: "closed"; code: number; reason: string };

/**
 * One thing that a host said. `t` is performance.now() in ms at the moment the message arrived,
 * taken before anything is parsed.
 */
export type HostEvent =
  & { t: number }
  & ({ kind: "message"; type: string; data: Record<string, any> } | Frame | ConnectionEvent);
