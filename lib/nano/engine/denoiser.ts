import { controlled } from "../model/controlled.ts";
import { guided } from "../model/guidance.ts";
import type { Networks } from "../model/networks.ts";
import type { Denoise } from "../model/sampler.ts";
import { NodeError } from "./errors.ts";
import { referenceInput } from "./reference.ts";
import type { Guider, Pixels } from "./values.ts";

/**
 * The denoiser that a guider makes of its network, for the batch of a latent. Loads the network where it is not loaded.
 *
 * A reference picture goes with both prompts, though only one of them carries it: guidance is then by the words alone. With it
 * the mask of the latent says where the picture is to be filled in. A ControlNet's drawing is a reference picture too,
 * so there may be one of the two only.
 */
export async function denoiserOf(
  { model, positive, negative, cfg }: Guider,
  latent: Pixels,
  networks: Networks,
): Promise<Denoise> {
  const { batch } = latent;
  const { recipe, control } = model;
  const made = async (input?: Float32Array) =>
    guided(
      await networks.get(recipe, input !== undefined),
      batch,
      positive.tokens,
      negative.tokens,
      cfg,
      input,
    );
  const references = positive.references.length ? positive.references : negative.references;
  const count = references.length + (control ? 1 : 0);
  if (count > 1) {
    throw new NodeError(
      "ValueError",
      `the nano model takes one reference picture, and here are ${count}` +
        (control ? ", one of them that of the ControlNet" : ""),
    );
  }
  if (references.length) return await made(referenceInput(references[0], latent.mask, batch));
  if (!control || control.strength === 0) return await made();
  const drawn = await made(referenceInput(control.picture, control.hole, batch));
  return control.strength === 1 ? drawn : controlled(await made(), drawn, control.strength);
}
