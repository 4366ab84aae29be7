/** Whether a reference, as tables name it, is the run's own last picture. */
export const isOwnReference = (reference: string): boolean =>
  /^(last frame|final( frame| picture)?)$/.test(reference);
