/** Weights `size` rows into one. The window is symmetric, so rows are taken in pairs. */
export function weighDown(
  out: Float64Array,
  rows: Float64Array[][],
  quantity: number,
  first: number,
  taps: Float64Array,
): void {
  const size = taps.length;
  const middle = size >> 1;
  const w = taps[middle];
  const centre = rows[(first + middle) % size][quantity];
  for (let i = 0; i < out.length; i++) out[i] = w * centre[i];
  for (let k = 0; k < middle; k++) {
    const weight = taps[k];
    const above = rows[(first + k) % size][quantity];
    const below = rows[(first + size - 1 - k) % size][quantity];
    for (let i = 0; i < out.length; i++) out[i] += weight * (above[i] + below[i]);
  }
}

/** Weights a line sideways, where a neighbour is `stride` values away. */
export function weighAcross(
  out: Float64Array,
  line: Float64Array,
  taps: Float64Array,
  stride: number,
): void {
  const size = taps.length;
  const middle = size >> 1;
  const w = taps[middle];
  for (let i = 0, j = middle * stride; i < out.length; i++, j++) out[i] = w * line[j];
  for (let k = 0; k < middle; k++) {
    const weight = taps[k];
    const left = k * stride, right = (size - 1 - k) * stride;
    for (let i = 0; i < out.length; i++) out[i] += weight * (line[left + i] + line[right + i]);
  }
}
