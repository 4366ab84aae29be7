import process from "node:process";
import * as ort from "onnxruntime-node";
import { addsIn32Bits } from "./cpu.ts";
import type { ExternalFile } from "./int8.ts";
import { maxTokens } from "./tokenize.ts";
import type { Vector } from "./sampler.ts";

const shape = [3, 96, 96];
/** A reference picture and, as the fourth channel, 1 where it is to be filled in. */
const referenceShape = [4, 96, 96];

/** The nano network in onnxruntime. */
export class NanoModel {
  #session: ort.InferenceSession;

  private constructor(session: ort.InferenceSession) {
    this.#session = session;
  }

  /**
   * Loads a graph to run on `threads` threads (0 or absent: one for each core). `external` are the files that its
   * weights lie in, by the names that the graph has for them. Where the environment has `KGEN_SHARED_CORES`, threads that
   * have nothing to do leave their cores to others; the numbers are the same.
   */
  static async load(
    graph: string,
    external: ExternalFile[] = [],
    threads = 0,
  ): Promise<NanoModel> {
    const session = await ort.InferenceSession.create(graph, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      externalData: external,
      // Where sums of 8-bit products would be cut off, onnxruntime computes them in a way that is slower, and right.
      extra: {
        session: {
          x64quantprecision: addsIn32Bits() ? "0" : "1",
          // Threads that wait for the next piece of work in a loop answer sooner, and take three fifths more of busy cores.
          intra_op: { allow_spinning: process.env.KGEN_SHARED_CORES ? "0" : "1" },
        },
      },
    });
    return new NanoModel(session);
  }

  /** Frees the network's memory. */
  release(): Promise<void> {
    return this.#session.release();
  }

  /**
   * A function of z and σ for fixed prompts: one prompt's 32 tokens for each picture of the batch, and for a graph that
   * takes reference pictures one of them for each, batch·4·96·96 numbers.
   *
   * z and the result are batch·3·96·96 numbers; the result is x0, in a new array.
   */
  denoiser(
    tokens: number[][],
    reference?: Float32Array,
  ): (z: Vector, sigma: number) => Promise<Float32Array> {
    const batch = tokens.length;
    const ids = BigInt64Array.from(tokens.flat(), BigInt);
    const sigmas = new Float32Array(batch);
    const fixed: Record<string, ort.Tensor> = {
      tokens: new ort.Tensor("int64", ids, [batch, maxTokens]),
    };
    if (reference) fixed.ref = new ort.Tensor("float32", reference, [batch, ...referenceShape]);
    return async (z, sigma) => {
      const values = z instanceof Float32Array ? z : Float32Array.from(z);
      const { x0 } = await this.#session.run({
        z: new ort.Tensor("float32", values, [batch, ...shape]),
        sigma: new ort.Tensor("float32", sigmas.fill(sigma), [batch]),
        ...fixed,
      });
      return x0.data as Float32Array;
    };
  }
}
