import * as ort from "onnxruntime-node";
import { maxTokens } from "./tokenize.ts";
import type { Vector } from "./sampler.ts";

const shape = [3, 96, 96];

/** The nano network in onnxruntime. */
export class NanoModel {
  #session: ort.InferenceSession;

  private constructor(session: ort.InferenceSession) {
    this.#session = session;
  }

  /** Loads the network from a file, to run on `threads` threads (0 or absent: one for each core). */
  static async load(file: string, threads = 0): Promise<NanoModel> {
    const session = await ort.InferenceSession.create(file, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
    });
    return new NanoModel(session);
  }

  /** Frees the network's memory. */
  release(): Promise<void> {
    return this.#session.release();
  }

  /**
   * A function of z and σ for fixed prompts: one prompt's 32 tokens for each picture of the batch.
   *
   * z and the result are batch·3·96·96 numbers; the result is x0, in a new array.
   */
  denoiser(tokens: number[][]): (z: Vector, sigma: number) => Promise<Float32Array> {
    const batch = tokens.length;
    const ids = BigInt64Array.from(tokens.flat(), BigInt);
    const sigmas = new Float32Array(batch);
    const words = new ort.Tensor("int64", ids, [batch, maxTokens]);
    return async (z, sigma) => {
      const values = z instanceof Float32Array ? z : Float32Array.from(z);
      const { x0 } = await this.#session.run({
        z: new ort.Tensor("float32", values, [batch, ...shape]),
        sigma: new ort.Tensor("float32", sigmas.fill(sigma), [batch]),
        tokens: words,
      });
      return x0.data as Float32Array;
    };
  }
}
