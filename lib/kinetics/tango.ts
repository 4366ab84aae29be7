/**
 * Tango's score interval of a difference of paired proportions: of n pairs b answered yes only the first way, c only
 * the second; the difference is (b − c)/n. All Δ that the score test does not refuse (T. Tango, Statistics in Medicine
 * 17 (1998) 891), with the proportion c of a given Δ at its most likely value. It covers well from small n on
 * (M. W. Fagerland, S. Lydersen, P. Laake, Statistics in Medicine 33 (2014) 2850), where Wald's does not.
 *
 * @param z half width in standard errors, 1.96 for 95 %
 */
export function tangoInterval(
  b: number,
  c: number,
  n: number,
  z: number,
): [lo: number, hi: number] {
  const score = (delta: number) => {
    const B = -b - c + (2 * n - b + c) * delta, C = -c * delta * (1 - delta);
    const q = (Math.sqrt(Math.max(0, B * B - 8 * n * C)) - B) / (4 * n);
    const variance = n * (2 * q + delta * (1 - delta));
    const off = b - c - n * delta;
    return variance > 0 ? off / Math.sqrt(variance) : off === 0 ? 0 : Math.sign(off) * Infinity;
  };
  const estimate = (b - c) / n;
  // The score falls with Δ: down from the estimate it rises to z, up it falls to −z.
  const end = (to: -1 | 1) => {
    if (estimate === to) return to;
    let near = estimate, far: number = to;
    for (let i = 0; i < 100; i++) {
      const middle = (near + far) / 2;
      if (Math.abs(score(middle)) < z) near = middle;
      else far = middle;
    }
    return (near + far) / 2;
  };
  return [end(-1), end(1)];
}
