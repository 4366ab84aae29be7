/** The steps that most scenarios share. */
import type { Graph, Step } from "./types.ts";

export const metadata = { supports_preview_metadata: true };
export const connect: Step = { do: "connect", client: "a", flags: metadata };
export const previews = { extra_data: { preview_method: "latent2rgb" } };
export const noPreviews = { extra_data: { preview_method: "none" } };
export const prompt = (
  as: string,
  graph: Graph,
  body: Record<string, unknown> = noPreviews,
): Step => ({
  do: "prompt",
  as,
  graph,
  client: "a",
  body,
});
export const done = (label: string): Step => ({ do: "wait", client: "a", prompt: label });
export const get = (path: string, more: Partial<Extract<Step, { do: "http" }>> = {}): Step => ({
  do: "http",
  path,
  ...more,
});
export const post = (path: string, json: unknown): Step => ({
  do: "http",
  method: "POST",
  path,
  json,
  name: `POST ${path} ${JSON.stringify(json)}`,
});
