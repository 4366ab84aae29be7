import type { Item, Queue } from "./queue.ts";
import { json } from "./respond.ts";

const states = ["pending", "in_progress", "completed", "failed", "cancelled"];

/** A job as ComfyUI lists it. Times are in milliseconds since 1970. */
type Job = Record<string, any>;

/** A job that has not ended. ComfyUI calls the queue number its priority. */
function waiting([number, id, , extraData]: Item, status: string): Job {
  return withWorkflow({
    id,
    status,
    priority: number,
    create_time: extraData.create_time,
    outputs_count: 0,
    previewable_outputs_count: 0,
  }, extraData);
}

/** A job of the history. */
function ended(entry: Record<string, any>): Job {
  const [number, id, , extraData] = entry.prompt as Item;
  const messages = new Map<string, any>(entry.status.messages);
  const last = entry.status.messages.at(-1);
  const pictures = picturesIn(entry.outputs);
  const job: Job = {
    id,
    status: entry.status.status_str === "success"
      ? "completed"
      : messages.has("execution_interrupted")
      ? "cancelled"
      : "failed",
    priority: number,
    create_time: extraData.create_time,
    execution_start_time: messages.get("execution_start")?.timestamp,
    execution_end_time: last?.[1].timestamp,
  };
  if (messages.has("execution_error")) job.execution_error = messages.get("execution_error");
  job.outputs_count = pictures.length;
  job.previewable_outputs_count = pictures.length;
  // A saved picture stands for the job rather than one that was only shown.
  const shown = pictures.find(({ type }) => type === "output") ?? pictures[0];
  if (shown) job.preview_output = shown;
  return withWorkflow(job, extraData);
}

function picturesIn(outputs: Record<string, any>): Record<string, string>[] {
  return Object.entries(outputs).flatMap(([nodeId, output]) =>
    (output.images ?? []).map((file: object) => ({ ...file, nodeId, mediaType: "images" }))
  );
}

function withWorkflow(job: Job, extraData: Item[3]): Job {
  const id = extraData.extra_pnginfo?.workflow?.id;
  if (id) job.workflow_id = id;
  return job;
}

function everyJob(queue: Queue): Job[] {
  const { queue_running, queue_pending } = queue.list();
  return [
    ...queue_pending.map((item) => waiting(item, "pending")),
    ...queue_running.map((item) => waiting(item, "in_progress")),
    ...Object.values(queue.history()).map((entry) => ended(entry as Record<string, any>)),
  ];
}

const refuse = (error: string, status = 400) => json({ error }, status);

/** A whole number of the query as Python reads one; undefined for any other text. */
function whole(text: string): number | undefined {
  return /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : undefined;
}

/**
 * GET /api/jobs: what waits, what runs and what is done, the newest first.
 *
 * Query: `status` (several with commas), `workflow_id`, `sort_by` (created_at, execution_duration), `sort_order` (asc,
 * desc), `limit`, `offset`. 400 with an `error` for any value that is none of these.
 */
export function listJobs(queue: Queue, query: URLSearchParams): Response {
  const wanted = (query.get("status") ?? "").toLowerCase().split(",").map((s) => s.trim())
    .filter(Boolean);
  const odd = wanted.filter((status) => !states.includes(status));
  if (odd.length) {
    return refuse(
      `Invalid status value(s): ${odd.join(", ")}. Valid values: ${states.join(", ")}`,
    );
  }
  const sortBy = (query.get("sort_by") ?? "created_at").toLowerCase();
  if (!["created_at", "execution_duration"].includes(sortBy)) {
    return refuse("sort_by must be 'created_at' or 'execution_duration'");
  }
  const order = (query.get("sort_order") ?? "desc").toLowerCase();
  if (!["asc", "desc"].includes(order)) return refuse("sort_order must be 'asc' or 'desc'");
  const limit = query.has("limit") ? whole(query.get("limit")!) : null;
  if (limit === undefined) return refuse("limit must be an integer");
  if (limit !== null && limit <= 0) return refuse("limit must be a positive integer");
  const asked = query.has("offset") ? whole(query.get("offset")!) : 0;
  if (asked === undefined) return refuse("offset must be an integer");
  const offset = Math.max(0, asked);

  const workflow = query.get("workflow_id");
  const found = everyJob(queue)
    .filter((job) => !wanted.length || wanted.includes(job.status))
    .filter((job) => !workflow || job.workflow_id === workflow);
  const rank = (job: Job): number =>
    sortBy === "created_at"
      ? job.create_time
      : (job.execution_end_time ?? 0) - (job.execution_start_time ?? 0);
  // Jobs that came within one millisecond stay in the order of their numbers.
  const sign = order === "asc" ? 1 : -1;
  found.sort((a, b) => sign * (rank(a) - rank(b) || Math.abs(a.priority) - Math.abs(b.priority)));
  const jobs = found.slice(offset, limit === null ? undefined : offset + limit);
  const pagination = {
    offset,
    limit,
    total: found.length,
    has_more: offset + jobs.length < found.length,
  };
  return json({ jobs, pagination });
}

/** GET /api/jobs/ID: one job; where it has ended, with its outputs, messages and graph. 404 for an id that is not known. */
export function oneJob(queue: Queue, id: string): Response {
  const entry = queue.history(id)[id] as Record<string, any> | undefined;
  if (!entry) {
    const job = everyJob(queue).find((other) => other.id === id);
    return job ? json(job) : refuse("Job not found", 404);
  }
  return json({
    ...ended(entry),
    outputs: entry.outputs,
    execution_status: entry.status,
    workflow: { prompt: entry.prompt[2], extra_data: entry.prompt[3] },
  });
}
