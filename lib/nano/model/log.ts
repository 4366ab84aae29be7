const bits = new DataView(new ArrayBuffer(8));

/**
 * The natural logarithm of a positive normal number, from additions, multiplications and divisions alone.
 *
 * `Math.log` may differ in the last bit between machines; this does not. With x = 2^k·m and m in [√½, √2):
 * ln x = k·ln 2 + 2·artanh((m − 1)/(m + 1)), the series of artanh to u^23. Error below 1e-15.
 */
export function exactLog(x: number): number {
  bits.setFloat64(0, x);
  let exponent = ((bits.getUint32(0) >>> 20) & 0x7ff) - 1023;
  bits.setUint32(0, (bits.getUint32(0) & 0x000fffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    exponent++;
  }
  const u = (m - 1) / (m + 1);
  const square = u * u;
  let sum = 0;
  for (let k = 23; k >= 1; k -= 2) sum = sum * square + 1 / k;
  return exponent * Math.LN2 + 2 * u * sum;
}
