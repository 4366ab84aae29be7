import { checkInfo, fitEmbedded, type Host, patch } from "@kgen/comfy";
import type { Cell } from "./cell.ts";
import { SweepError } from "./errors.ts";
import { type Plan, workflowOfCell } from "./plan.ts";

/**
 * Checks the graph of each condition against what the host has, before anything is run.
 *
 * @throws SweepError "invalid_workflow" with everything that is lacking
 */
export async function requireRunnable(
  host: Host,
  plan: Pick<Plan, "workflows">,
  cells: readonly Cell[],
): Promise<void> {
  const conditions = new Map(cells.map((c) => [c.condition, c]));
  const infos: Parameters<typeof checkInfo>[1] = {};
  /** Tags by problem. */
  const problems = new Map<string, Set<string>>();
  for (const cell of conditions.values()) {
    const given = workflowOfCell(plan, cell);
    const w = patch(host.kind === "embedded" ? fitEmbedded(given) : given, cell.changes);
    for (const { class_type } of Object.values(w.graph)) {
      infos[class_type] ??= (await host.objectInfo(class_type))[class_type];
    }
    for (const { classType, message } of checkInfo(w, infos, host.url, host.kind)) {
      // Its picture is sent when it is run.
      if (cell.capture.images && /^LoadImage/.test(classType)) continue;
      problems.set(message, (problems.get(message) ?? new Set()).add(cell.tag));
    }
  }
  if (problems.size === 0) return;
  const lines = [...problems].map(([message, tags]) => `- ${of([...tags])}: ${message}`);
  throw new SweepError(
    "invalid_workflow",
    `Nothing was begun, since ${host.url} cannot run all of the plan:\n${lines.join("\n")}`,
  );
}

const of = ([tag, ...more]: string[]) =>
  more.length > 0 ? `"${tag}" and ${more.length} more` : `"${tag}"`;
