/** A part of the model that takes memory on the card. */
export interface Component {
  part: string;
  /** Size of its weights by precision; fp8 is applied to the transformer alone. */
  bytes: { bf16: number; fp8: number };
}

/**
 * The files that a job needs. Sizes in bf16 are those of the files (workflows/models.json). In fp8 the transformer's 6.155·10⁹
 * numbers take one byte each; ComfyUI's weight type leaves text encoder and VAE as they are.
 */
export const COMPONENTS: readonly Component[] = [
  { part: "transformer", bytes: { bf16: 12_309_866_400, fp8: 6_154_933_200 } },
  { part: "text encoder", bytes: { bf16: 8_044_982_048, fp8: 8_044_982_048 } },
  { part: "VAE", bytes: { bf16: 335_304_388, fp8: 335_304_388 } },
];
