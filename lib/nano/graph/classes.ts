import { customSampling } from "./custom_sampling_classes.ts";
import { images } from "./image_classes.ts";
import { ksamplers } from "./ksampler_classes.ts";
import { loaders } from "./loader_classes.ts";
import { pictures } from "./picture_classes.ts";
import { references } from "./reference_classes.ts";
import { sampling } from "./sampling_classes.ts";
import type { NodeClass } from "./types.ts";

/** The node classes of the embedded host, by ComfyUI's names and with ComfyUI's inputs. */
export const classes: Record<string, NodeClass> = {
  ...loaders,
  ...sampling,
  ...ksamplers,
  ...customSampling,
  ...images,
  ...pictures,
  ...references,
};

/** The class with this name; undefined if the host does not have it. */
export function classOf(name: unknown): NodeClass | undefined {
  return typeof name === "string" && Object.hasOwn(classes, name) ? classes[name] : undefined;
}
