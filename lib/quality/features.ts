/**
 * The one name of features that makes a Fréchet distance an FID and a kernel distance a KID: the 2048
 * numbers that torch-fidelity's `inception-v3-compat` network gives at its layer "2048" (pool3), with
 * torch-fidelity's own resizing to 299x299. Features of any other network, or of the same network after
 * another resizing, give other numbers and must carry another name.
 */
export const FID_FEATURES = "inception-v3-pool3-torch-fidelity";

/** Pictures below which the covariance of 2048 Inception features cannot have full rank. */
export const PICTURES_WANTED = 2048;

/** Features of a set of pictures: one row a picture. */
export interface SetFeatures {
  /** Which network, layer and preparation made them. Only equal names are compared. */
  name: string;
  /** Pictures. */
  n: number;
  /** Features of one picture. */
  dim: number;
  /** `n * dim` values, picture after picture. */
  data: Float32Array;
}

/** Features that cannot be read, made or compared; `file` names the file when they came from one. */
export class FeaturesError extends Error {
  override readonly name = "FeaturesError";
  /** The file, or null for features in memory. */
  readonly file: string | null;

  constructor(message: string, file: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.file = file;
  }
}

/** Throws {@linkcode FeaturesError} unless the data fill n x dim and every value is finite. */
export function checkFeatures(f: SetFeatures, file: string | null = null): void {
  const who = file ?? `Features "${f.name}"`;
  const whole = Number.isInteger(f.n) && f.n >= 0 && Number.isInteger(f.dim) && f.dim > 0;
  if (!whole || f.data.length !== f.n * f.dim) {
    throw new FeaturesError(
      `${who}: ${f.n} pictures of ${f.dim} features need ${f.n * f.dim} values, there are ` +
        `${f.data.length}.`,
      file,
    );
  }
  if (typeof f.name !== "string" || f.name.trim() === "") {
    throw new FeaturesError(`${who}: name what made the features, like "nano-checker".`, file);
  }
  for (let i = 0; i < f.data.length; i++) {
    if (Number.isFinite(f.data[i])) continue;
    const [row, column] = [Math.floor(i / f.dim), i % f.dim];
    throw new FeaturesError(
      `${who}: feature ${column} of picture ${row} (both from 0) is ${f.data[i]}. ` +
        `Compute that picture's features again, or leave it out.`,
      file,
    );
  }
}

/** Throws {@linkcode FeaturesError} unless a distance between the two sets means something. */
export function checkPair(a: SetFeatures, b: SetFeatures): void {
  checkFeatures(a);
  checkFeatures(b);
  if (a.name !== b.name) {
    throw new FeaturesError(
      `"${a.name}" and "${b.name}" are different features: their distance means nothing. ` +
        `Compute both sets with the same network.`,
    );
  }
  if (a.dim !== b.dim) {
    throw new FeaturesError(
      `Both sets are called "${a.name}", but one has ${a.dim} features a picture and the other ` +
        `${b.dim}. One of the names is wrong.`,
    );
  }
  for (const { n } of [a, b]) {
    if (n >= 2) continue;
    throw new FeaturesError(
      `A set of ${n} picture${
        n === 1 ? "" : "s"
      } has no covariance: set distances compare sets of ` +
        `many pictures. For one picture use psnr, ssim or lpips.`,
    );
  }
}
