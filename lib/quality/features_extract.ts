import { checkFeatures, FeaturesError, FID_FEATURES, type SetFeatures } from "./features.ts";
import { inputOf, openNetwork, rowsOf } from "./features_network.ts";
import { preparedPicture } from "./features_prepare.ts";
import type { Picture } from "./picture.ts";
import { readPicture } from "./read.ts";

/** How {@linkcode extractFeatures} prepares pictures for the network. */
export interface ExtractOptions {
  /** Name of the features: network, layer, preparation. It goes into the name of every distance. */
  name: string;
  /** Side in pixels that pictures are resized to (cubic); absent: pictures stay as they are. */
  size?: number;
  /** Subtracted from each channel on the 0..1 scale; default 0. */
  mean?: [number, number, number];
  /** Each channel is divided by it afterwards; default 1. */
  std?: [number, number, number];
  /** Pictures that run at once; default 8. */
  batch?: number;
  /** Name of the output to take; default the first one. */
  output?: string;
}

/**
 * Features of a set of pictures by an ONNX network: one input (n, 3, height, width), RGB; one output whose
 * first side is n.
 *
 * A float32 input gets (v/255 − mean)/std, a uint8 input the bytes as they are. Grey pictures are given
 * three equal channels; transparent ones are refused. The name {@linkcode FID_FEATURES} is allowed only
 * for a uint8 network without `size`, `mean`, `std`, because torch-fidelity resizes inside its network.
 *
 * @param onnxPath the network's file
 * @param pictures pictures, or paths of picture files
 * @throws {FeaturesError} when the network cannot be used or pictures differ in size
 * @throws {PictureError} naming a file that is not a whole picture
 *
 * @example
 * ```ts
 * import { extractFeatures } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(extractFeatures("none.onnx", [], { name: "edges" }), /no pictures/);
 * ```
 */
export async function extractFeatures(
  onnxPath: string,
  pictures: (Picture | string)[],
  o: ExtractOptions,
): Promise<SetFeatures> {
  if (pictures.length === 0) throw new FeaturesError("There are no pictures to take features of.");
  const { ort, session } = await openNetwork(onnxPath);
  try {
    const input = inputOf(session, onnxPath);
    checkName(o, input.type, onnxPath);
    const output = o.output ?? session.outputNames[0];
    if (!session.outputNames.includes(output)) {
      throw new FeaturesError(
        `${onnxPath}: no output "${output}"; it has ${session.outputNames.join(", ")}.`,
        onnxPath,
      );
    }
    // A network exported for one batch size takes no other.
    const batch = typeof input.shape[0] === "number" ? input.shape[0] : o.batch ?? 8;
    const rows: Float32Array[] = [];
    let side: { width: number; height: number } | null = null;
    for (let from = 0; from < pictures.length; from += batch) {
      const part: Awaited<ReturnType<typeof preparedPicture>>[] = [];
      for (const [k, p] of pictures.slice(from, from + batch).entries()) {
        const name = typeof p === "string" ? p : `picture ${from + k} (from 0)`;
        const ready = await preparedPicture(
          typeof p === "string" ? await readPicture(p) : p,
          name,
          { ...o, bytes: input.type === "uint8" },
        );
        side ??= ready;
        checkSize(ready, side, input.shape, name);
        part.push(ready);
      }
      const wanted = part.length;
      while (typeof input.shape[0] === "number" && part.length < batch) part.push(part[0]);
      const { width, height } = part[0];
      const values = joined(part.map((p) => p.data), input.type === "uint8");
      const tensor = new ort.Tensor(values as Float32Array, [part.length, 3, height, width]);
      const result = (await session.run({ [input.name]: tensor }))[output];
      rows.push(...rowsOf(result, part.length, onnxPath).slice(0, wanted));
    }
    const dim = rows[0].length;
    const data = new Float32Array(rows.length * dim);
    rows.forEach((row, i) => data.set(row, i * dim));
    const features = { name: o.name, n: rows.length, dim, data };
    checkFeatures(features);
    return features;
  } finally {
    await session.release();
  }
}

function checkName(o: ExtractOptions, type: string, path: string): void {
  if (o.name !== FID_FEATURES) return;
  const own = type === "uint8" && o.size === undefined && o.mean === undefined &&
    o.std === undefined;
  if (own) return;
  throw new FeaturesError(
    `${path}: only a network that takes bytes and resizes them itself, as torch-fidelity's does, may be ` +
      `called "${FID_FEATURES}". Choose another name: the distance is then not called FID.`,
    path,
  );
}

type Side = { width: number; height: number };

function checkSize(p: Side, first: Side, shape: readonly (number | string)[], name: string): void {
  const [, , height, width] = shape;
  const fixed = (side: number | string, got: number) => typeof side !== "number" || side === got;
  if (!fixed(height, p.height) || !fixed(width, p.width)) {
    throw new FeaturesError(
      `${name} is ${p.width}x${p.height}, and the network takes ${width}x${height}: give size.`,
    );
  }
  if (p.width !== first.width || p.height !== first.height) {
    throw new FeaturesError(
      `${name} is ${p.width}x${p.height}, the first picture ${first.width}x${first.height}: give size, ` +
        `or pictures of one size.`,
    );
  }
}

function joined(parts: (Float32Array | Uint8Array)[], bytes: boolean): Float32Array | Uint8Array {
  const length = parts.reduce((sum, p) => sum + p.length, 0);
  const out = bytes ? new Uint8Array(length) : new Float32Array(length);
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}
