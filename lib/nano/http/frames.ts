import { Buffer } from "node:buffer";

/** Numbers of the kinds of binary frames. */
const plainPreview = 1;
const progressText = 3;
const previewWithMetadata = 4;
/** Number of the picture format PNG in a plain preview. */
const png = 2;

function uint32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
}

/** A preview for clients without flags: u32 1, u32 format, picture; big-endian. */
export function plainFrame(picture: Uint8Array): Uint8Array {
  return Buffer.concat([uint32(plainPreview), uint32(png), picture]);
}

/** A preview with its node: u32 4, u32 length, JSON, picture; big-endian. */
export function metadataFrame(
  picture: Uint8Array,
  node: string,
  promptId: string,
): Uint8Array {
  const json = Buffer.from(JSON.stringify({
    node_id: node,
    prompt_id: promptId,
    display_node_id: node,
    parent_node_id: null,
    real_node_id: node,
    image_type: "image/png",
  }));
  return Buffer.concat([uint32(previewWithMetadata), uint32(json.length), json, picture]);
}

/** A text about a node's progress: u32 3, u32 length, node, text; big-endian. */
export function textFrame(node: string, text: string): Uint8Array {
  const id = Buffer.from(node);
  return Buffer.concat([uint32(progressText), uint32(id.length), id, Buffer.from(text)]);
}
