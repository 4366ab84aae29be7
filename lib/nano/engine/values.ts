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

/** A mask: `width` x `height` levels from 0 to 1, row by row. */
export class Mask {
  constructor(readonly levels: Float32Array, readonly width: number, readonly height: number) {}
  toString(): string {
    return `<Mask ${this.width}x${this.height}>`;
  }
}

/**
 * `batch` pictures in planes of red, green, blue, values in [-1,1] once clean. Serves as LATENT and as IMAGE.
 *
 * Latents have the model's size. One with a mask is sampled only where the mask is not 0.
 */
export class Pixels {
  constructor(
    readonly samples: Float32Array,
    readonly batch: number,
    readonly width = side,
    readonly height = side,
    readonly mask: Mask | null = null,
  ) {}
  toString(): string {
    return `<Pixels ${this.batch}x3x${this.height}x${this.width}>`;
  }
}

/** A latent: pictures of the model's size, and maybe the mask under which they are sampled. */
export function latentOf(samples: Float32Array, batch: number, mask: Mask | null = null): Pixels {
  return new Pixels(samples, batch, side, side, mask);
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
