import process from "node:process";
import { LearnedMetricError } from "./errors.ts";

/** A network that compares two pictures, opened and checked. */
export interface LearnedSession {
  file: string;
  /** Shapes of the two inputs: a number where the side is fixed, a name where it is free. */
  shapes: (readonly (number | string)[])[];
  /** The network's one number for the picture and the reference. */
  run(inputs: Float32Array[], dims: number[]): Promise<number>;
  release(): Promise<void>;
}

/** The size that the network wants on that axis, or null when it takes any. */
export function fixedSide({ shapes }: LearnedSession, axis: number): number | null {
  const fixed = shapes.map((s) => s[axis]).find((side) => typeof side === "number");
  return typeof fixed === "number" ? fixed : null;
}

/** Opens the file and checks that it has two picture inputs of float32. */
export async function openLearned(file: string): Promise<LearnedSession> {
  // onnxruntime would report its use to its maker.
  process.env.ORT_DISABLE_TELEMETRY ??= "1";
  // Loaded here because it is a native library that most users of this room never need.
  const ort = await import("onnxruntime-node");
  const session = await ort.InferenceSession.create(file).catch((cause) => {
    throw new LearnedMetricError(
      `${file}: not an ONNX network that runs here (${cause?.message ?? cause}).`,
      file,
      { cause },
    );
  });
  const seen = session.inputMetadata.map((i) => ({
    ...i,
    shape: i.isTensor ? i.shape : [],
    type: i.isTensor ? i.type : "",
  }));
  const fits = seen.length === 2 &&
    seen.every(({ type, shape: [n, channels, ...sides] }) =>
      type === "float32" && sides.length === 2 &&
      (typeof n !== "number" || n === 1) && (typeof channels !== "number" || channels === 3)
    );
  if (!fits) {
    await session.release();
    const found = seen.map((i) => `${i.name} ${i.type} (${i.shape.join(", ")})`).join("; ");
    throw new LearnedMetricError(
      `${file}: its inputs are ${found}; expected two of float32 (n, 3, height, width), the picture and ` +
        `then the reference.`,
      file,
    );
  }
  return {
    file,
    shapes: seen.map((i) => i.shape),
    async run(inputs, dims) {
      const tensors = inputs.map((data) => new ort.Tensor("float32", data, dims));
      const results = await session.run(
        Object.fromEntries(session.inputNames.map((name, i) => [name, tensors[i]])),
      );
      const { data, dims: shape } = results[session.outputNames[0]];
      const value = Number(data[0]);
      if (data.length === 1 && Number.isFinite(value)) return value;
      throw new LearnedMetricError(
        `${file}: expected one number for a pair of pictures, got ${
          data.length === 1 ? value : `an output of shape (${shape.join(", ")})`
        }.`,
        file,
      );
    },
    release: () => session.release(),
  };
}
