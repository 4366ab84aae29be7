/** One model that a loader offers: which weights and graphs it is made of. */
export interface FamilyModel {
  /** Graph for prompts alone. */
  graph: string;
  /** Graph for a prompt with a reference picture; null: it takes none. */
  referenceGraph: string | null;
  /** A LoRA that belongs to it. Where that file is missing the model is Base. */
  lora: string | null;
  /** Matrix products in 8 bits. */
  int8: boolean;
}

/** All weights of Base and Edit, which are one network. */
export const weightsFile = "nano-v1.safetensors";

const whole = { graph: "nano-v1.onnx", referenceGraph: "nano-v1-edit.onnx", int8: false };

/** The models of the nano family by the names that UNETLoader offers. This is the only list of them. */
export const family: Record<string, FamilyModel> = {
  nano_turbo: { ...whole, lora: "nano-v1-turbo-lora.safetensors" },
  nano_base: { ...whole, lora: null },
  nano_edit: { ...whole, lora: null },
  nano_base_int8: { graph: "nano-v1-int8.onnx", referenceGraph: null, lora: null, int8: true },
};

/** The files without which no model runs; Turbo's LoRA is not one of them. */
export const neededFiles: string[] = [
  weightsFile,
  ...new Set(
    Object.values(family).flatMap((m) => [m.graph, m.referenceGraph]).filter((f) => f !== null),
  ),
];

/** Names of the parts beside the network. They are no files: the vocabulary is part of the model, and it works on pixels. */
export const parts = { text: "nano-words", pixels: "nano-pixels", control: "nano-control" };

/** How LoRA files are called. */
const loraName = /lora.*\.safetensors$/i;

/** The LoRA files among names of files, in order. */
export function loraFiles(names: string[]): string[] {
  return names.filter((name) => loraName.test(name)).sort();
}
