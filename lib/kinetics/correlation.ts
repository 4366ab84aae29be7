/** Pearson's r; NaN where one of the two never changes. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const n = a.length, mean = (v: readonly number[]) => v.reduce((s, x) => s + x / n, 0);
  const ma = mean(a), mb = mean(b);
  if ([a, b].some((v) => v.every((x) => x === v[0]))) return NaN;
  let aa = 0, bb = 0, ab = 0;
  for (let i = 0; i < n; i++) {
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
    ab += (a[i] - ma) * (b[i] - mb);
  }
  return ab / Math.sqrt(aa * bb);
}
