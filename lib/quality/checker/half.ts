/** Lays a portrait at half its size into a picture of cells, at the height of the middle and `left` cells in. */
export function layHalf(
  picture: Float32Array,
  half: Float32Array,
  grid: number,
  left: number,
): void {
  const plane = grid * grid, h = grid / 2, top = grid / 4;
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < h; y++) {
      for (let x = 0; x < h; x++) {
        const at = c * plane + 2 * y * grid + 2 * x;
        picture[c * plane + (top + y) * grid + left + x] =
          (half[at] + half[at + 1] + half[at + grid] + half[at + grid + 1]) / 4;
      }
    }
  }
}
