import type { Frame } from "./events.ts";

const utf8 = new TextDecoder();

/**
 * Reads one binary frame of ComfyUI's socket. All numbers are big-endian u32. Never throws: a
 * frame of unknown type, or one that is cut short, comes back as `unknown`.
 *
 * - 1: preview. Format (1 JPEG, 2 PNG), then the picture.
 * - 3: text. Length of the node id, the node id, then the text.
 * - 4: preview with metadata. Length of the JSON, the JSON, then the picture.
 *
 * Layout as sent by ComfyUI v0.33.
 *
 * @param b one frame as received, n bytes
 *
 * @example
 * ```ts
 * import { parseFrame } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const frame = parseFrame(new Uint8Array([0, 0, 0, 1, 0, 0, 0, 2, 0x89, 0x50]));
 * assert.equal(frame.kind, "preview");
 * assert.equal(parseFrame(new Uint8Array([0, 0])).kind, "unknown");
 * ```
 */
export function parseFrame(b: Uint8Array): Frame {
  if (b.length < 8) return { kind: "unknown", code: -1, bytes: b.length };
  const view = new DataView(b.buffer, b.byteOffset, b.byteLength);
  const code = view.getUint32(0);
  const second = view.getUint32(4);
  const unknown: Frame = { kind: "unknown", code, bytes: b.length };
  if (code === 1) {
    const bytes = b.subarray(8);
    const mime = second === 1 ? "image/jpeg" : second === 2 ? "image/png" : null;
    return mime && bytes.length > 0 ? { kind: "preview", mime, bytes } : unknown;
  }
  // A length that points past the end means half a frame.
  if (code === 3 && second <= b.length - 8) {
    const nodeId = utf8.decode(b.subarray(8, 8 + second));
    return { kind: "text", nodeId, text: utf8.decode(b.subarray(8 + second)) };
  }
  if (code === 4 && second <= b.length - 8) {
    const bytes = b.subarray(8 + second);
    try {
      const meta = JSON.parse(utf8.decode(b.subarray(8, 8 + second)));
      if (bytes.length === 0 || meta === null || typeof meta !== "object") return unknown;
      const mime = meta.image_type === "image/png" ? "image/png" : "image/jpeg";
      return { kind: "preview", mime, bytes, meta };
    } catch {
      return unknown;
    }
  }
  return unknown;
}
