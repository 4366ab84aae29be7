import { FeaturesError } from "./features.ts";

/** onnxruntime, and the network of that file in it. */
export async function openNetwork(path: string) {
  const { default: process } = await import("node:process");
  // onnxruntime would report its use to its maker.
  process.env.ORT_DISABLE_TELEMETRY ??= "1";
  // Loaded here because it is a native library that most users of this room never need.
  const ort = await import("onnxruntime-node");
  try {
    return { ort, session: await ort.InferenceSession.create(path) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FeaturesError(`${path}: not an ONNX network that runs here (${why})`, path, {
      cause,
    });
  }
}

type Session = Awaited<ReturnType<typeof openNetwork>>["session"];

/** The only input, checked to take pictures. */
export function inputOf(session: Session, path: string) {
  const [input, ...others] = session.inputMetadata;
  const fits = input?.isTensor && others.length === 0 && input.shape.length === 4 &&
    (typeof input.shape[1] !== "number" || input.shape[1] === 3);
  if (!fits || (input.type !== "float32" && input.type !== "uint8")) {
    const seen = session.inputMetadata.map((i) =>
      i.isTensor ? `${i.name} ${i.type} (${i.shape.join(", ")})` : i.name
    );
    throw new FeaturesError(
      `${path}: its inputs are ${seen.join("; ")}, expected one input (n, 3, height, width) of ` +
        `float32 or uint8.`,
      path,
    );
  }
  return input;
}

/** One row of features a picture. */
export function rowsOf(
  result: { data: unknown; dims: readonly number[] },
  n: number,
  path: string,
): Float32Array[] {
  const data = result.data as ArrayLike<number>;
  if (result.dims[0] !== n || result.dims.length < 2 || typeof data[0] !== "number") {
    throw new FeaturesError(
      `${path}: ${n} pictures gave an output (${
        result.dims.join(", ")
      }), expected (${n}, features).`,
      path,
    );
  }
  const dim = data.length / n;
  const all = Float32Array.from(data);
  return Array.from({ length: n }, (_, i) => all.slice(i * dim, (i + 1) * dim));
}
