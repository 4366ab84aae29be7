import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidWorkflowError } from "./errors.ts";
import { kgenRoot } from "./root.ts";
import { loadWorkflow, type Workflow } from "./workflow.ts";

const ending = ".api.json";

function folder(): string {
  const root = kgenRoot();
  if (!root) {
    throw new InvalidWorkflowError(
      "The folder of the kit was not found, so neither were its workflows. Set KGEN_ROOT to it.",
    );
  }
  return join(root, "workflows");
}

/**
 * Names of the workflow templates of the kit, sorted.
 *
 * @example
 * ```ts
 * import { templates } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * assert.ok(templates().includes("zimage-turbo-speed-test"));
 * ```
 */
export function templates(): string[] {
  return readdirSync(folder())
    .filter((f) => f.endsWith(ending))
    .map((f) => f.slice(0, -ending.length))
    .sort();
}

/**
 * A workflow template by name. Its note is the one that ComfyUI's page shows.
 *
 * @throws InvalidWorkflowError that lists the names there are
 *
 * @example
 * ```ts
 * import { settings, template } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * assert.equal(settings(template("zimage-turbo-speed-test")).steps, 8);
 * ```
 */
export function template(name: string): Workflow {
  const names = templates();
  if (!names.includes(name)) {
    throw new InvalidWorkflowError(
      `There is no template ${JSON.stringify(name)}. There are: ${names.join(", ")}.`,
    );
  }
  const w = loadWorkflow(join(folder(), name + ending));
  const note = noteOf(join(folder(), `${name}.json`));
  return note === undefined ? w : { ...w, note };
}

function noteOf(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const nodes: any[] = JSON.parse(readFileSync(file, "utf8")).nodes ?? [];
  return nodes.find((n) => n.type === "MarkdownNote")?.widgets_values?.[0];
}
