import { escapeHtml } from "./site_text.ts";

const join = (text: string | string[] | undefined) =>
  Array.isArray(text) ? text.join("") : text ?? "";

/** Wide things scroll in a box of their own, so that a phone's page does not. */
const box = (kind: string, html: string) => `<div class="scroll ${kind}">${html}</div>`;

/** The output of a cell as HTML: the richest form that needs no script of a notebook's. */
export function outputHtml(output: Record<string, any>): string {
  if (output.output_type === "stream") {
    return box("text", `<pre class="${output.name}">${escapeHtml(join(output.text))}</pre>`);
  }
  if (output.output_type === "error") {
    return `<pre class="stderr">${escapeHtml(`${output.ename}: ${output.evalue}`)}</pre>`;
  }
  const data = output.data ?? {};
  const words = join(data["text/plain"]);
  if (data["image/svg+xml"]) return box("figure", svg(join(data["image/svg+xml"])));
  for (const type of ["image/png", "image/jpeg"]) {
    if (!data[type]) continue;
    const alt = output.metadata?.[type]?.alt ?? words;
    const source = `data:${type};base64,${join(data[type]).replace(/\s/g, "")}`;
    return box("figure", `<img src="${source}" alt="${escapeHtml(alt)}">`);
  }
  if (data["text/html"]) return html(join(data["text/html"]));
  return words === "" ? "" : box("text", `<pre>${escapeHtml(words)}</pre>`);
}

/**
 * A figure keeps its own size: words in it must stay readable on a phone, where its box scrolls. It is one picture with a title;
 * the names that Plot gives to its marks ("rule", "dot") say nothing to a reader, and axe objects to them.
 */
function svg(text: string): string {
  return text.replace(/^<\?xml[^>]*>\s*/, "").replace(/(<svg\b[^>]*?) style="[^"]*"/, "$1")
    .replace(/(<(?:g|path|text)\b[^>]*?) aria-(?:label|description)="[^"]*"/g, "$1");
}

function html(text: string): string {
  if (/<table\b/.test(text) && !/<script\b/.test(text)) {
    return text.replace(/<table\b[\s\S]*?<\/table>/g, (table) => box("table", table));
  }
  return `<div class="said">${text}</div>`;
}
