import type { Graph } from "@kgen/comfy";
import { models } from "./models.ts";

/** The note of a template: title, what it does, what to know before running it, the files it needs. */
export function note(graph: Graph, title: string, ...paragraphs: string[]): string {
  const all = [...paragraphs, previews, again, needs(graph)];
  return `## ${title}\n\n${all.join("\n\n")}`;
}

/** On the embedded host nano stands in for Turbo. */
export const standIn =
  `On the kit's embedded host nano's Turbo stands in for it: a small model of its own, distilled to ` +
  `the same steps without guidance. Its pictures say nothing about Z-Image-Turbo.`;

/** Why the files say Z-Image where people say Z-Image-Base. */
export const published = "What is called Z-Image-Base is published under the name Z-Image.";

const previews =
  `**Previews on.** The kit asks for them with every job it sends (latent2rgb), because each ` +
  `preview is the frame of one step and marks when it ended. To see them when you press Run here, set ` +
  `Settings > Live preview method to latent2rgb, or start ComfyUI with --preview-method latent2rgb.`;

const again =
  `**A new seed each time.** ComfyUI caches: the same graph with the same seed takes no time ` +
  `and measures nothing. The seed below is set to randomize.`;

/** The model files that a graph names, with links, in the order of its nodes. */
function needs(graph: Graph): string {
  const named = Object.values(graph).flatMap((n) => Object.values(n.inputs));
  const files = [...new Set(named)].filter((v): v is string =>
    typeof v === "string" && v in models
  );
  const lines = files.map((f) => `- models/${models[f].directory}/[${f}](${models[f].url})`);
  return `**Files it needs, under ComfyUI/**\n\n${lines.join("\n")}`;
}
