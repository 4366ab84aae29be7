import type { Host } from "@kgen/comfy";
import type { Finding } from "./doctor_local.ts";

/** Whether others use the host now: their jobs make ours wait, and warm the card. */
export async function queueFinding(host: Host): Promise<Finding> {
  const what = "queue";
  const { queue_running, queue_pending } = await host.queue();
  const running = queue_running.length;
  const pending = queue_pending.length;
  if (running + pending === 0) return { what, state: "ok", found: "empty" };
  return {
    what,
    state: "advice",
    found: `${running} ${running === 1 ? "job runs" : "jobs run"}, ${pending} wait`,
    advice: "a measurement waits behind them, and they heat the card before it: " +
      "come back when it is empty, or ask who they are",
  };
}
