/** A single-stream diffusion transformer, as far as its cost goes. */
export interface Architecture {
  name: string;
  /** Width, heads are irrelevant to the cost. */
  dim: number;
  /** Blocks over text and picture together. */
  layers: number;
  /** Blocks over the picture alone, and over the text alone, before they are joined. */
  imageRefiners: number;
  textRefiners: number;
  /** Inner width of the SwiGLU feed-forward: three matrices dim × ffn. */
  ffn: number;
  /** Width of the text encoder's output. */
  textDim: number;
  /** Width of the timestep's embedding, from which each block's four modulations are made. */
  timeDim: number;
  /** Latent channels, pixels a latent pixel, latent pixels a side of a patch. */
  channels: number;
  vaeScale: number;
  patch: number;
  /** Text and picture are padded to a multiple of this. */
  padTo: number;
  headDim: number;
}

/**
 * Z-Image (Turbo and Base alike): 30 blocks of width 3840 over 30 heads of 128, two refiners each for
 * picture and text, feed-forward 10240 wide, Qwen3-4B text states of 2560, 16 latent channels of the Flux VAE.
 *
 * Source: transformer/config.json of Tongyi-MAI/Z-Image-Turbo (dim 3840, n_layers 30, n_heads 30,
 * n_refiner_layers 2, cap_feat_dim 2560, in_channels 16, patch 2) and diffusers'
 * transformer_z_image.py (feed-forward int(dim/3·8) = 10240, adaLN width 256, sequences padded to 32);
 * Z-Image: An Efficient Image Generation Foundation Model with Single-Stream Diffusion Transformer,
 * arXiv:2511.22699. The count of parameters that follows is 6.155·10⁹, as published.
 */
export const Z_IMAGE: Architecture = {
  name: "Z-Image",
  dim: 3840,
  layers: 30,
  imageRefiners: 2,
  textRefiners: 2,
  ffn: 10240,
  textDim: 2560,
  timeDim: 256,
  channels: 16,
  vaeScale: 8,
  patch: 2,
  padTo: 32,
  headDim: 128,
};

/** Weights of a block's matrices: query, key, value, output and the feed-forward. */
export const blockWeights = (a: Architecture) => 4 * a.dim ** 2 + 3 * a.dim * a.ffn;

/** Numbers in the whole transformer. */
export function parametersOf(a: Architecture): number {
  const { dim, timeDim, textDim } = a;
  const norms = 4 * dim + 2 * a.headDim;
  const modulation = timeDim * 4 * dim + 4 * dim;
  const modulated = a.layers + a.imageRefiners, plain = a.textRefiners;
  const blocks = (modulated + plain) * (blockWeights(a) + norms) + modulated * modulation;
  const patchDim = a.channels * a.patch ** 2;
  const embedders = patchDim * dim + dim + textDim * dim + dim + textDim;
  // 256 frequencies to 1024 to the timestep's embedding.
  const time = 256 * 1024 + 1024 + 1024 * timeDim + timeDim;
  const last = dim * patchDim + patchDim + timeDim * dim + dim;
  const padTokens = 2 * dim;
  return blocks + embedders + time + last + padTokens;
}
