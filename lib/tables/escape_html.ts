import { oneLine } from "./width.ts";

const NAMES: Record<string, string> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "#39" };

/** A text as the content or an attribute of an HTML element, on one line. */
export function escapeHtml(text: string): string {
  return oneLine(text).replace(/[&<>"']/g, (c) => `&${NAMES[c]};`);
}
