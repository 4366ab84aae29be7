import type { Option } from "./recommend_types.ts";

/** What the document's workflows and the kit's templates take where nothing is said. */
export const USUAL: Record<string, { steps: number; cfg: number }> = {
  Turbo: { steps: 8, cfg: 1 },
  Base: { steps: 30, cfg: 4 },
  Edit: { steps: 20, cfg: 4 },
};

/** Variant, card, and whatever is not usual: "Turbo, H100, batch 4". */
export function optionName(o: Omit<Option, "name">): string {
  const usual = USUAL[o.variant];
  const parts = [o.variant, o.card];
  const more = (wanted: boolean, text: string) => wanted && parts.push(text);
  more(o.steps !== null && o.steps !== usual?.steps, o.steps === 1 ? "1 step" : `${o.steps} steps`);
  more(o.cfg !== null && usual !== undefined && o.cfg !== usual.cfg, `cfg ${o.cfg}`);
  more(o.batch > 1, `batch ${o.batch}`);
  more(
    o.width !== 1024 || o.height !== 1024,
    o.width === o.height ? `${o.width}²` : `${o.width}×${o.height}`,
  );
  more(o.precision !== null && o.precision !== "bf16", o.precision ?? "");
  more(o.sampler !== null && o.sampler !== "res_multistep", o.sampler ?? "");
  more(o.change !== "none", o.change);
  return parts.join(", ");
}
