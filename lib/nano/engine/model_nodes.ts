import { family } from "../model/family.ts";
import type { Networks } from "../model/networks.ts";
import type { GraphNode } from "../graph/types.ts";
import { NodeError } from "./errors.ts";
import { referencePictures } from "./reference.ts";
import { expect, type Run } from "./node.ts";
import { type Control, Mask, Model, ModelPatch, Pixels, Vae } from "./values.ts";

/** The shift of Z-Image's own class where no ModelSampling node sets another. */
const ownShift = 3;

/** What the files that a loader names hold, as a short text: another one under its name is another model. */
export function modelDigest(networks: Networks, { class_type, inputs }: GraphNode): string {
  if (class_type === "UNETLoader") return networks.stampOf(String(inputs?.unet_name));
  if (class_type === "LoraLoaderModelOnly") return networks.stampOfFile(String(inputs?.lora_name));
  return "";
}

/** The picture of a ControlNet, or the one with a hole; null if neither is given, which changes nothing. */
function controlOf(inputs: Record<string, any>): Control | null {
  if (inputs.image !== undefined && inputs.inpaint_image !== undefined) {
    throw new NodeError(
      "ValueError",
      "the nano model takes one reference picture: give image or inpaint_image, not both",
    );
  }
  const name = inputs.image !== undefined ? "image" : "inpaint_image";
  if (inputs[name] === undefined) return null;
  const picture = referencePictures(expect(Pixels, inputs, name), true);
  // A mask belongs to the picture that is to be filled in; a drawing has no holes.
  const hole = name === "inpaint_image" && inputs.mask !== undefined
    ? expect(Mask, inputs, "mask")
    : null;
  return { picture, hole, strength: inputs.strength };
}

/** The code of the classes that give a model. */
export const modelNodes: Record<string, Run> = {
  UNETLoader({ unet_name }, { networks }) {
    networks.weights();
    const loras = networks.ownLoras(unet_name);
    const { lora } = family[unet_name];
    if (lora && !loras.length) {
      console.error(`${lora} is not there: ${unet_name} is Base without it`);
    }
    return { outputs: [new Model({ model: unet_name, loras }, ownShift)] };
  },

  LoraLoaderModelOnly(inputs, { networks }) {
    const model = expect(Model, inputs, "model");
    const { lora_name: file, strength_model: strength } = inputs;
    if (strength === 0) return { outputs: [model] };
    networks.lora(file);
    const loras = [...model.recipe.loras, { file, strength }];
    return { outputs: [model.with({ recipe: { ...model.recipe, loras } })] };
  },

  ModelSamplingAuraFlow(inputs) {
    return { outputs: [expect(Model, inputs, "model").with({ shift: inputs.shift })] };
  },

  ModelPatchLoader: () => ({ outputs: [new ModelPatch()] }),

  ZImageFunControlnet(inputs) {
    const model = expect(Model, inputs, "model");
    expect(ModelPatch, inputs, "model_patch");
    expect(Vae, inputs, "vae");
    const control = controlOf(inputs);
    return { outputs: [control ? model.with({ control }) : model] };
  },
};
