import { textTable } from "@kgen/tables";
import type { Cell, Plan } from "@kgen/sweep";

/** A plan for the eye: its conditions, and the order of its first runs. */
export function planText(plan: Plan): string {
  const conditions = new Map<string, Cell[]>();
  for (const cell of plan.cells) {
    const key = `${cell.group}\n${cell.condition}`;
    conditions.set(key, [...conditions.get(key) ?? [], cell]);
  }
  const rows = [...conditions.values()].map(([cell, ...more]) => ({
    group: cell.group,
    condition: cell.tag,
    change: cell.change,
    workflow: plan.workflows[cell.workflow].name,
    runs: more.length + 1,
    id: cell.condition.slice(0, 12),
  }));
  const order = plan.interleave === true
    ? `interleaved by seed ${plan.seed}`
    : plan.interleave === "group"
    ? `interleaved within each group by seed ${plan.seed}`
    : "as listed";
  const first = plan.cells.slice(0, 10).map((c) => `${c.tag} #${c.repeat}`);
  return [
    `${plan.name}: ${plan.cells.length} runs of ${conditions.size} conditions, ${order}; ` +
    `${plan.warmUps} warm-ups at the beginning, ${plan.warmUpsPerLoad} for each load; plan ${
      plan.hash.slice(0, 12)
    }`,
    textTable(rows, { maxRows: 400 }),
    `First: ${first.join("; ")}${plan.cells.length > first.length ? "; ..." : ""}`,
  ].join("\n");
}
