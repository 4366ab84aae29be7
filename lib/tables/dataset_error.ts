/** A data set that is not there, or a file of one that does not hold what its description says. */
export class DatasetError extends Error {
  override readonly name = "DatasetError";
}
