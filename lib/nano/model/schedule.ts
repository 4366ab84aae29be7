/** How many noise levels the table has from which a schedule picks. */
const tableLength = 1000;

/**
 * The noise level σ' of a flow model after shifting: σ' = s·t / (1 + (s − 1)·t).
 *
 * `t` in [0,1] is the unshifted level, `shift` s > 1 spends more steps at high noise. Source: Esser et al., "Scaling
 * Rectified Flow Transformers" (arXiv 2403.03206), equation 23, with s = √(m/n).
 */
export function shiftSigma(t: number, shift: number): number {
  return shift === 1 ? t : (shift * t) / (1 + (shift - 1) * t);
}

/**
 * ComfyUI's schedule `simple`: `steps` levels picked at equal distances from a table of 1000 shifted levels, then 0.
 *
 * The levels are rounded to float32, as the model gets them. `denoise` d < 1 makes a schedule of ⌊steps/d⌋ steps and
 * keeps its last `steps`; d = 0 gives an empty schedule. Throws a `RangeError` if the shift leaves a level undefined.
 */
export function simpleSchedule(steps: number, shift: number, denoise = 1): number[] {
  if (denoise <= 0) return [];
  const all = denoise > 0.9999 ? steps : Math.trunc(steps / denoise);
  const sigmas = Array.from({ length: all }, (_, i) => {
    const t = (tableLength - Math.trunc((i * tableLength) / all)) / tableLength;
    return Math.fround(shiftSigma(t, shift));
  });
  if (sigmas.some((s) => !Number.isFinite(s))) {
    throw new RangeError(`shift ${shift} leaves the noise levels undefined: use a shift above 0`);
  }
  return [...sigmas, 0].slice(-(steps + 1));
}

/**
 * The steps from `start` up to `end` of a schedule: KSamplerAdvanced's choice, both counted from 0.
 *
 * An `end` after the last step means the last. `toZero` replaces the last level by 0, so that no noise is left. Empty if
 * no step is left.
 */
export function partOfSchedule(
  sigmas: number[],
  start: number,
  end: number,
  toZero: boolean,
): number[] {
  const part = sigmas.slice(0, end + 1);
  if (toZero && part.length) part[part.length - 1] = 0;
  return start < part.length - 1 ? part.slice(start) : [];
}
