/**
 * φ₁(z) = (e^z − 1)/z, the weight of a constant in an exponential integrator; φ₁(0) = 1.
 *
 * Source: Hochbruck and Ostermann, "Exponential integrators", Acta Numerica 19 (2010), equation 2.10.
 */
export function phi1(z: number): number {
  return z === 0 ? 1 : Math.expm1(z) / z;
}

/**
 * φ₂(z) = (φ₁(z) − 1)/z, the weight of a slope; φ₂(0) = 1/2.
 *
 * Near 0 the difference cancels, so a series takes over: Σ z^k/(k + 2)!.
 */
export function phi2(z: number): number {
  if (Math.abs(z) > 0.1) return (phi1(z) - 1) / z;
  let term = 0.5;
  let sum = term;
  for (let k = 1; k < 12; k++) {
    term *= z / (k + 2);
    sum += term;
  }
  return sum;
}
