import type { CallOptions } from "./call_options.ts";
import { choices } from "./choices.ts";
import type { Host } from "./host.ts";

/** Files whose name says that they are of this family and were trained to edit. */
const trainedToEdit = /^nano_edit$|z[_-]?image.*(edit|omni)/i;

/**
 * The diffusion model on a host that was trained to edit a picture by an instruction, by its name; null where there is
 * none. `zimage-edit` runs on Base's weights too, but they do not obey.
 *
 * @throws what {@linkcode Host.objectInfo} throws
 *
 * @example
 * ```ts
 * import { connect, editWeights } from "@kgen/comfy";
 *
 * async function canEdit(url: string): Promise<boolean> {
 *   return await editWeights(await connect(url)) !== null;
 * }
 * console.assert(canEdit.length === 1);
 * ```
 */
export async function editWeights(host: Host, o?: CallOptions): Promise<string | null> {
  const { UNETLoader } = await host.objectInfo("UNETLoader", o);
  const files = choices(UNETLoader?.input?.required?.unet_name) ?? [];
  return files.map(String).find((file) => trainedToEdit.test(file)) ?? null;
}
