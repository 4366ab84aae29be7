import { basename } from "node:path";
import { readNotebook, sourceOf } from "./notebook_file.ts";

/** Text of every output of a cell, and the MIME types it shows. */
function shown(outputs: Record<string, any>[]): { text: string; types: string[] } {
  const join = (text: string | string[]) => Array.isArray(text) ? text.join("") : text;
  const types: string[] = [];
  let text = "";
  for (const output of outputs) {
    if (output.output_type === "stream") text += join(output.text);
    for (const [type, data] of Object.entries(output.data ?? {})) {
      types.push(type);
      if (typeof data === "string" || Array.isArray(data)) text += join(data as string | string[]);
    }
  }
  return { text, types };
}

/**
 * What is wrong with an executed notebook: an error, an output that a `show` should have made and that is not there
 * (Deno's kernel has lost outputs in some versions), or a number that came out as nothing.
 *
 * @param file An executed notebook.
 * @returns One line for each problem.
 */
export function checkOutputs(file: string): string[] {
  const problems: string[] = [];
  readNotebook(file).cells.forEach((cell, i) => {
    if (cell.cell_type !== "code") return;
    const where = `${basename(file)}, cell ${i + 1}`;
    const outputs = cell.outputs ?? [];
    const { text, types } = shown(outputs);
    if (outputs.some((output) => output.output_type === "error")) {
      problems.push(`${where}: ended in an error`);
    }
    const wanted = (sourceOf(cell).match(/await (show|check)\(/g) ?? []).length;
    const got = outputs.filter((output) => output.output_type !== "stream").length;
    if (got < wanted) problems.push(`${where}: ${wanted} outputs were asked for, ${got} came`);
    if (/\b(NaN|undefined)\b|\[object Object\]/.test(text.replace(/base64,[A-Za-z0-9+/=]*/g, ""))) {
      problems.push(`${where}: shows NaN, undefined or an object instead of a value`);
    }
    if (types.includes("image/svg+xml") && !text.includes("xmlns=")) {
      problems.push(`${where}: a figure without xmlns, which no viewer outside the notebook shows`);
    }
  });
  return problems;
}
