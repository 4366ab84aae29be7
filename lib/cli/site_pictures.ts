import { Buffer } from "node:buffer";

/** Smaller pictures gain nothing worth the time. */
const LEAST = 3000;

/**
 * A page with its PNG pictures as WebP without loss where that takes fewer bytes, as it does for frames: a fifth less.
 * Animated PNG stay as they are.
 */
export async function lighter(html: string): Promise<string> {
  const { default: sharp } = await import("sharp");
  const found = new Set(
    [...html.matchAll(/data:image\/png;base64,([A-Za-z0-9+/=]+)/g)].map((m) => m[1])
      .filter((data) => data.length > LEAST),
  );
  const made = new Map<string, string>();
  for (const data of found) {
    const png = Buffer.from(data, "base64");
    if (png.subarray(0, 200).includes("acTL")) continue;
    const webp = await sharp(png).webp({ lossless: true }).toBuffer();
    if (webp.length < png.length) made.set(data, webp.toString("base64"));
  }
  return html.replace(/data:image\/png;base64,([A-Za-z0-9+/=]+)/g, (whole, data) => {
    const webp = made.get(data);
    return webp ? `data:image/webp;base64,${webp}` : whole;
  });
}
