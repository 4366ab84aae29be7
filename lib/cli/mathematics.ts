import katex from "katex";

/** Code in Markdown, which keeps its dollar signs, or a formula between dollar signs. */
const PARTS = /(```[\s\S]*?```|`[^`\n]*`)|\$\$([\s\S]+?)\$\$|\$([^\s$](?:[^$\n]*[^\s$])?)\$/g;

/**
 * Turns the formulas in Markdown into MathML, which browsers show by themselves: no script, no font and no request.
 *
 * @throws {Error} naming a formula that KaTeX does not understand.
 */
export function mathToMathml(markdown: string): string {
  return markdown.replace(PARTS, (whole, code, block, inline) => {
    if (code !== undefined) return whole;
    const html = katex.renderToString((block ?? inline).trim(), {
      output: "mathml",
      displayMode: block !== undefined,
      throwOnError: true,
    });
    // A line break inside raw HTML would end it for Markdown.
    return html.replace(/\n/g, " ");
  });
}
