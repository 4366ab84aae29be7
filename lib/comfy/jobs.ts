/** A job that a host knows, ours or another's. */
export interface Job {
  /** Prompt id. */
  id: string;
  state: "running" | "pending" | "completed" | "failed" | "cancelled";
  /** Jobs before it: 0 while it runs, 1 for the next one in the queue; null when it is through. */
  position: number | null;
}

/** What /queue says: jobs as [number, prompt id, graph, ...]; the smallest number is the next. */
export interface Queue {
  queue_running: any[][];
  queue_pending: any[][];
}

/** The prompt ids that run, then those that wait in their order. ComfyUI lists them as a heap. */
export function queueOrder(queue: Queue): { running: string[]; pending: string[] } {
  const ids = (jobs: any[][]) => jobs.map((job) => String(job[1]));
  return {
    running: ids(queue.queue_running ?? []),
    pending: ids([...(queue.queue_pending ?? [])].sort((a, b) => Number(a[0]) - Number(b[0]))),
  };
}

/** Jobs before a job: 0 while it runs, null when it is not in the queue. */
export function positionIn(queue: Queue, promptId: string): number | null {
  const { running, pending } = queueOrder(queue);
  if (running.includes(promptId)) return 0;
  const i = pending.indexOf(promptId);
  return i < 0 ? null : i + 1;
}

const states: Record<string, Job["state"]> = {
  pending: "pending",
  in_progress: "running",
  completed: "completed",
  failed: "failed",
  cancelled: "cancelled",
};

/** Jobs out of the answer of /api/jobs; their places in the queue come from /queue. */
export function jobsOf(body: any, queue: Queue): Job[] {
  return (body.jobs ?? []).filter((j: any) => states[j?.status]).map((j: any) => ({
    id: String(j.id),
    state: states[j.status],
    position: positionIn(queue, String(j.id)),
  }));
}

/** The same out of /queue and /history, for hosts without /api/jobs. */
export function jobsFrom(queue: Queue, history: Record<string, any>): Job[] {
  const { running, pending } = queueOrder(queue);
  const through = Object.entries(history).map(([id, entry]): Job => {
    const messages: [string, unknown][] = entry?.status?.messages ?? [];
    const cut = messages.some(([type]) => type === "execution_interrupted");
    const state = entry?.status?.status_str === "success"
      ? "completed"
      : cut
      ? "cancelled"
      : "failed";
    return { id, state, position: null };
  });
  return [
    ...running.map((id): Job => ({ id, state: "running", position: 0 })),
    ...pending.map((id, i): Job => ({ id, state: "pending", position: i + 1 })),
    ...through,
  ];
}
