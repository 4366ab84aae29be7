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

/**
 * One thing that a host said. `t` is performance.now() in ms at the moment the message arrived,
 * taken before anything is parsed.
 */
export type HostEvent =
  & { t: number }
  & (
    | { kind: "message"; type: string; data: Record<string, any> }
    | Frame
    | { kind: "closed"; code: number; reason: string }
  );
