import type { Recipe } from "../model/networks.ts";

/** The only size that the nano model makes, in pixels a side. */
export const side = 96;
/** Numbers in one latent: 3 channels of 96x96. */
export const latentLength = 3 * side * side;

/** What holds the drawing of a picture: a sketch or its edges, or a picture with a hole to fill in. */
export interface Control {
  picture: Pixels;
  hole: Mask | null;
  strength: number;
}

/** What UNETLoader gives: what the network is made of, not yet loaded; the shift of its noise levels; a ControlNet. */
export class Model {
  constructor(
    readonly recipe: Recipe,
    readonly shift: number,
    readonly control: Control | null = null,
  ) {}
  /** The same with something else. */
  with(change: { recipe?: Recipe; shift?: number; control?: Control }): Model {
    const { recipe, shift, control } = { ...this, ...change };
    return new Model(recipe, shift, control);
  }
  toString(): string {
    const loras = this.recipe.loras.map(({ file, strength }) => `, ${file} at ${strength}`);
    const control = this.control ? `, ControlNet at ${this.control.strength}` : "";
    return `<Model ${this.recipe.model}, shift ${this.shift}${loras.join("")}${control}>`;
  }
}

/** What ModelPatchLoader gives. The network takes drawings as they are: there is nothing to hold. */
export class ModelPatch {
  toString(): string {
    return "<ModelPatch nano-control>";
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

/** A prompt as tokens, all zeros the empty prompt; and the reference pictures that go with it, of the model's size. */
export class Conditioning {
  constructor(readonly tokens: number[], readonly references: Pixels[] = []) {}
  toString(): string {
    const pictures = this.references.length ? `, ${this.references.length} reference pictures` : "";
    return `<Conditioning of ${this.tokens.filter((t) => t).length} tokens${pictures}>`;
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
