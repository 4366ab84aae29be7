/** A file of weights, or a graph, cannot be used: the message names it and says what to do. */
export class WeightsError extends Error {
  override name = "WeightsError";
}
