/** Every question can be stopped; it then ends in an InterruptedError. */
export interface CallOptions {
  signal?: AbortSignal;
}
