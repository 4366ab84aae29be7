const endings: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
};

/**
 * Path within a Run folder of a picture, "frames/001.png". The name is ours: a name from a host never decides
 * where a file goes.
 */
export function frameName(stem: string | number, mime: string): string {
  const name = typeof stem === "number" ? padded(stem) : stem;
  return `frames/${name}.${endings[mime] ?? "bin"}`;
}

/** A number as names have it, so that they sort. */
export const padded = (n: number) => String(n).padStart(3, "0");
