import type { NanoModel } from "../model/onnx.ts";

/** The only size that the nano model makes, in pixels a side. */
export const side = 96;
/** Numbers in one latent: 3 channels of 96x96. */
export const latentLength = 3 * side * side;

/** What UNETLoader gives: the loaded network and the shift of its noise levels. */
export class Model {
  constructor(readonly network: NanoModel, readonly shift: number) {}
  toString(): string {
    return `<Model nano-v0, shift ${this.shift}>`;
  }
}

/** What CLIPLoader gives. The vocabulary is part of the model: there is nothing to hold. */
export class Clip {
  toString(): string {
    return "<Clip nano-words>";
  }
}

/** What VAELoader gives. The model works on pixels: decoding changes nothing. */
export class Vae {
  toString(): string {
    return "<Vae nano-pixels>";
  }
}

/** A prompt as tokens; all zeros is the empty prompt. */
export class Conditioning {
  constructor(readonly tokens: number[]) {}
  toString(): string {
    return `<Conditioning of ${this.tokens.filter((t) => t).length} tokens>`;
  }
}

/** `batch` pictures in planes of red, green, blue, values in [-1,1] once clean. Serves as LATENT and as IMAGE. */
export class Pixels {
  constructor(readonly samples: Float32Array, readonly batch: number) {}
  toString(): string {
    return `<Pixels ${this.batch}x3x${side}x${side}>`;
  }
}

/** What RandomNoise gives, and DisableNoise with no seed. */
export class Noise {
  constructor(readonly seed: bigint | null) {}
  toString(): string {
    return this.seed === null ? "<Noise, none>" : `<Noise of seed ${this.seed}>`;
  }
}

/** What BasicGuider and CFGGuider give: the network with its prompts. At cfg 1 the negative prompt is not read. */
export class Guider {
  constructor(
    readonly model: Model,
    readonly positive: Conditioning,
    readonly negative: Conditioning,
    readonly cfg: number,
  ) {}
  toString(): string {
    return `<Guider, cfg ${this.cfg}>`;
  }
}

/** What KSamplerSelect gives. */
export class SamplerName {
  constructor(readonly name: string) {}
  toString(): string {
    return `<Sampler ${this.name}>`;
  }
}

/** Noise levels, falling. */
export class Sigmas {
  constructor(readonly levels: number[]) {}
  toString(): string {
    return `<Sigmas, ${this.levels.length}>`;
  }
}
