import type { Denoise } from "./sampler.ts";

/**
 * A denoiser that is held by a drawing as strongly as asked: x0 = plain + strength·(drawn − plain).
 *
 * At strength 1 only `drawn` is evaluated and at 0 only `plain`; any other strength evaluates both. The same form as
 * guidance by a picture in Brooks et al., "InstructPix2Pix" (arXiv 2211.09800), equation 3, without the prompt's term.
 */
export function controlled(plain: Denoise, drawn: Denoise, strength: number): Denoise {
  if (strength === 1) return drawn;
  if (strength === 0) return plain;
  return async (z, sigma) => {
    const without = await plain(z, sigma);
    const held = await drawn(z, sigma);
    return without.map((v, i) => v + strength * (held[i] - v)) as Float32Array;
  };
}
