/** One channel of a picture, rows from the top. */
export interface Plane {
  width: number;
  height: number;
  data: Float64Array;
}

/**
 * Half the size by the mean of 2x2 pixels, as piq does it.
 *
 * When either side is odd, one row and one column are put at the ends of the picture first: zeros below
 * and on the right (GMSD), or the first row and column again on top and on the left (MS-SSIM). A side
 * that is odd after that loses its last row or column.
 */
export function halve(p: Plane, pad: "zeros after" | "edge before"): Plane {
  const odd = p.width % 2 === 1 || p.height % 2 === 1;
  const before = odd && pad === "edge before" ? 1 : 0;
  const width = (p.width + (odd ? 1 : 0)) >> 1;
  const height = (p.height + (odd ? 1 : 0)) >> 1;
  const data = new Float64Array(width * height);
  const zeros = new Float64Array(p.width + 1);
  const row = (y: number) => {
    const at = Math.max(0, y - before);
    return at < p.height ? p.data.subarray(at * p.width, (at + 1) * p.width) : zeros;
  };
  for (let y = 0; y < height; y++) {
    const top = row(2 * y), below = row(2 * y + 1);
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, 2 * x - before), right = 2 * x + 1 - before;
      const last = right < p.width;
      const sum = top[left] + below[left] + (last ? top[right] + below[right] : 0);
      data[y * width + x] = sum / 4;
    }
  }
  return { width, height, data };
}
