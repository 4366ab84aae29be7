/** s out of ms, with a resolution of 1 µs, as stored. */
export const seconds = (ms: number) => Math.round(ms * 1000) / 1e6;

/** s with a resolution of 1 µs: a difference of two moments has digits that mean nothing. */
export const toMicroseconds = (s: number) => Math.round(s * 1e6) / 1e6;
