import { modelFiles, type ModelLink } from "@kgen/comfy";

/** Where the model files are published, by file name: workflows/models.json for the page. */
export const models: Record<string, ModelLink> = Object.fromEntries(
  modelFiles().map((m) => [m.file, { url: m.url, directory: m.directory }]),
);
