import type { Plan } from "@kgen/sweep";

/** What is to be known of times that are taken without the plugin; null when no cell takes such times. */
export function wordOnPreviews(plan: Pick<Plan, "cells">): string | null {
  const by = plan.cells.map((c) => c.capture).filter((c) => c.way !== "prefix" && !c.exact);
  if (by.length === 0) return null;
  return by.some((c) => c.previewMethod === "none")
    ? "without previews (--previews none) it does not see when a step ends, and the first steps look too short"
    : "times come from the previews, and rates read about 6 % too high on an H100, " +
      "because the last message precedes the GPU";
}
