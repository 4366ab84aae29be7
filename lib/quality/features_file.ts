import { readFile, rename, writeFile } from "node:fs/promises";
import { checkFeatures, FeaturesError, type SetFeatures } from "./features.ts";
import { npyBytes, parseNpy } from "./npy.ts";

/**
 * Reads features from a .npy file of numpy: n rows of dim numbers, or (n, dim, 1, 1) as a pool layer
 * gives them. Any float or whole number, byte order and array order.
 *
 * A .npy file does not say what made it: give `name`, or have the file that {@linkcode writeFeatures} puts
 * beside it. Use {@linkcode FID_FEATURES} only for what torch-fidelity's `inception-v3-compat` gave.
 *
 * @throws {FeaturesError} naming the file: missing, cut off, a pickle, NaN, not two-dimensional, no name
 *
 * @example
 * ```ts
 * import { readFeatures, writeFeatures } from "@kgen/quality";
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import assert from "node:assert/strict";
 *
 * const dir = await mkdtemp(join(tmpdir(), "kgen-"));
 * const set = { name: "edges", n: 2, dim: 3, data: Float32Array.of(1, 2, 3, 4, 5, 6) };
 * await writeFeatures(join(dir, "step-8.npy"), set);
 * assert.deepEqual(await readFeatures(join(dir, "step-8.npy")), set);
 * await rm(dir, { recursive: true });
 * ```
 */
export async function readFeatures(path: string, o: { name?: string } = {}): Promise<SetFeatures> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const missing = (cause as { code?: string }).code === "ENOENT";
    throw new FeaturesError(`${path}: ${missing ? "no such file" : cause}`, path, { cause });
  }
  const { shape, data } = parseNpy(bytes, path);
  const [n, dim, ...rest] = shape;
  if (shape.length < 2 || rest.some((side) => side !== 1)) {
    throw new FeaturesError(
      `${path}: its shape is (${shape.join(", ")}), expected (pictures, features).`,
      path,
    );
  }
  const name = o.name ?? await nameBeside(path);
  const features = { name, n, dim, data: Float32Array.from(data) };
  checkFeatures(features, path);
  return features;
}

/**
 * Writes features as a .npy file that numpy reads, and PATH.json beside it with their name.
 *
 * @throws {FeaturesError} when the data do not fill the shape, or are not finite
 *
 * @example
 * ```ts
 * import { writeFeatures } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const wrong = { name: "edges", n: 2, dim: 3, data: new Float32Array(5) };
 * await assert.rejects(writeFeatures("x.npy", wrong), /need 6 values, there are 5/);
 * ```
 */
export async function writeFeatures(path: string, features: SetFeatures): Promise<void> {
  checkFeatures(features);
  const { name, n, dim, data } = features;
  await writeWhole(path, npyBytes(data, [n, dim]));
  await writeWhole(`${path}.json`, JSON.stringify({ name, n, dim }) + "\n");
}

async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}

async function nameBeside(path: string): Promise<string> {
  try {
    const { name } = JSON.parse(await readFile(`${path}.json`, "utf8"));
    if (typeof name === "string") return name;
  } catch { // told below
  }
  throw new FeaturesError(
    `${path}: what made these features? Say it, readFeatures(path, { name: "..." }), so that they are ` +
      `never compared with others.`,
    path,
  );
}
