/** What can be told about a picture from its bytes without decoding it. */
export interface Picture {
  format: "png" | "jpeg" | "unknown";
  width: number;
  height: number;
  /** Keywords of a PNG's text chunks: ComfyUI puts the graph there. */
  text?: string[];
}

/** Format and size of a PNG or JPEG, read from its headers. */
export function inspectPicture(bytes: Uint8Array): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length > 24 && view.getUint32(0) === 0x89504e47) return inspectPng(bytes, view);
  if (bytes.length > 4 && view.getUint16(0) === 0xffd8) return inspectJpeg(view);
  return { format: "unknown", width: 0, height: 0 };
}

function inspectPng(bytes: Uint8Array, view: DataView): Picture {
  const text: string[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const name = new TextDecoder().decode(bytes.subarray(at + 4, at + 8));
    if (name === "tEXt" || name === "iTXt") {
      const body = bytes.subarray(at + 8, at + 8 + length);
      text.push(new TextDecoder().decode(body.subarray(0, body.indexOf(0))));
    }
    at += 12 + length;
  }
  const picture: Picture = {
    format: "png",
    width: view.getUint32(16),
    height: view.getUint32(20),
  };
  return text.length ? { ...picture, text } : picture;
}

function inspectJpeg(view: DataView): Picture {
  for (let at = 2; at + 9 < view.byteLength;) {
    const marker = view.getUint16(at);
    // The frame headers SOF0 to SOF15 carry the size; C4, C8 and CC lie in that range and are not one.
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf &&
      ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) {
      return { format: "jpeg", width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return { format: "unknown", width: 0, height: 0 };
}
