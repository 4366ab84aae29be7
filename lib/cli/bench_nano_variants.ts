import { type Changes, fitEmbedded, type Host, template, type Workflow } from "@kgen/comfy";
import { UsageError } from "./command.ts";

export const variantNames = ["turbo", "base", "edit", "int8"] as const;
export type VariantName = typeof variantNames[number];

/** What is set of a variant; the rest is as in its template. */
export interface VariantSettings {
  steps: number;
  cfg: number;
}

/** A variant as it is run on a host. */
export interface Variant {
  name: VariantName;
  /** Name in tables. */
  title: string;
  settings: VariantSettings;
  /** Evaluations of a picture: two a step with guidance. */
  nfe: number;
  /** Model file of the host. */
  model: string;
  workflow: Workflow;
  /** For edits with a mask. */
  masked?: Workflow;
  changes: Changes;
}

const defaults: Record<VariantName, VariantSettings> = {
  turbo: { steps: 8, cfg: 1 },
  base: { steps: 30, cfg: 3 },
  edit: { steps: 15, cfg: 3 },
  int8: { steps: 30, cfg: 3 },
};
const titles: Record<VariantName, string> = {
  turbo: "Turbo",
  base: "Base",
  edit: "Edit",
  int8: "Base, int8",
};

/** Settings from "base.cfg=2.5,edit.steps=20" over the defaults. */
export function variantSettings(text = ""): Record<VariantName, VariantSettings> {
  const found = structuredClone(defaults);
  for (const part of text.split(",").filter((p) => p !== "")) {
    const [, name, key, value] = /^(\w+)\.(steps|cfg)=([\d.]+)$/.exec(part) ?? [];
    const own = found[name as VariantName], number = Number(value);
    if (!own || !(number > 0) || (key === "steps" && !Number.isInteger(number))) {
      throw new UsageError(
        `--settings takes VARIANT.steps=N and VARIANT.cfg=X, separated by commas; given "${part}"`,
      );
    }
    own[key as keyof VariantSettings] = number;
  }
  return found;
}

/** The names from "turbo,base". */
export function variantList(text: string | undefined): VariantName[] {
  if (text === undefined) return [...variantNames];
  const names = text.split(",");
  const unknown = names.filter((n) => !(variantNames as readonly string[]).includes(n));
  if (unknown.length) {
    throw new UsageError(
      `there is no variant ${unknown.join(", ")}; there are ${variantNames.join(", ")}`,
    );
  }
  return variantNames.filter((n) => names.includes(n));
}

const listed = async (host: Host, node: string, input: string): Promise<string[]> => {
  const info = await host.objectInfo(node).catch(() => ({} as Record<string, any>));
  const choice = info[node]?.input?.required?.[input]?.[0];
  return Array.isArray(choice) ? choice : [];
};

/**
 * How a host can run each of the variants; why it cannot, for those that it cannot.
 */
export async function variantsOn(
  host: Host,
  names: readonly VariantName[],
  settings: Record<VariantName, VariantSettings>,
): Promise<{ variants: Variant[]; missing: { name: VariantName; why: string }[] }> {
  const models = await listed(host, "UNETLoader", "unet_name");
  const loras = await listed(host, "LoraLoaderModelOnly", "lora_name");
  const named = (pattern: RegExp) => models.find((m) => pattern.test(m));
  const plain = named(/nano.?base(?!.*int8)/);
  const lora = loras.find((l) => /turbo/.test(l));
  const variants: Variant[] = [], missing: { name: VariantName; why: string }[] = [];
  for (const name of names) {
    const own = settings[name];
    const add = (model: string, file: string, changes: Changes = {}, masked?: string) =>
      variants.push({
        name,
        title: titles[name],
        settings: own,
        nfe: own.steps * (own.cfg === 1 ? 1 : 2),
        model,
        workflow: fitEmbedded(template(file)),
        masked: masked === undefined ? undefined : fitEmbedded(template(masked)),
        changes: { ...changes, ...own, models: { UNETLoader: model } },
      });
    const lacks = (what: string) => missing.push({ name, why: `this host has no ${what}` });
    if (name === "turbo") {
      const whole = named(/nano.?turbo/);
      if (whole) add(whole, "zimage-turbo");
      else if (plain && lora) add(plain, "zimage-turbo", { lora: { file: lora, strength: 1 } });
      else lacks("Turbo: neither a model nor a LoRA of that name");
    } else if (name === "edit") {
      const model = named(/nano.*edit/);
      if (model) add(model, "zimage-edit", { denoise: 1 }, "zimage-edit-mask");
      else lacks("model named edit");
    } else {
      const model = name === "int8" ? named(/int8/) : plain;
      if (model) add(model, "zimage-base");
      else lacks(`model named ${name}`);
    }
  }
  return { variants, missing };
}
