import { long, short, turbo, withNode } from "./graphs.ts";
import { connect, done, get, post, previews, prompt } from "./steps.ts";
import type { Scenario, Step } from "./types.ts";

const asked = (query: string): Step => get(`/api/jobs?${query}`);
/** Jobs are listed by the millisecond in which they came: no two may share one. */
const apart: Step = { do: "pause", ms: 5 };

/** /api/jobs: the queue and the history as one list. */
export const jobs: Scenario[] = [
  {
    name: "jobs",
    about:
      "/api/jobs: what failed, what was saved and shown, what runs, what waits, what was interrupted",
    looseSteps: true,
    statusApart: true,
    anyOrder: true,
    steps: [
      connect,
      get("/api/jobs", { name: "no jobs" }),
      prompt("p1", short(), {
        extra_data: {
          preview_method: "none",
          extra_pnginfo: { workflow: { id: "workflow-1", nodes: [] } },
        },
      }),
      done("p1"),
      prompt("p2", turbo({ "3": { model: 5 } })),
      done("p2"),
      prompt(
        "p3",
        withNode(turbo({ "3": { steps: 2 }, "13": { batch_size: 2 } }), "5", {
          class_type: "PreviewImage",
          inputs: { images: ["8", 0] },
        }),
      ),
      done("p3"),
      prompt("p4", long(), previews),
      { do: "wait", client: "a", prompt: "p4", value: 2 },
      prompt("p5", short(5)),
      apart,
      prompt("p6", short(6), { extra_data: { preview_method: "none" }, front: true }),
      get("/api/jobs", { name: "all" }),
      asked("status=pending"),
      asked("status=in_progress,%20Pending"),
      get("/api/jobs/{p4}", { name: "the one that runs" }),
      get("/api/jobs/{p5}", { name: "one that waits" }),
      post("/queue", { clear: true }),
      post("/interrupt", { prompt_id: "{p4}" }),
      done("p4"),
      get("/api/jobs", { name: "all at the end" }),
      get("/api/jobs/{p1}", { name: "one that is done" }),
      get("/api/jobs/{p2}", { name: "one that failed" }),
      get("/api/jobs/{p3}", { name: "one with two outputs" }),
      get("/api/jobs/{p4}", { name: "one that was interrupted" }),
      get("/api/jobs/{p5}", { name: "one that was deleted" }),
      asked("status=failed"),
      asked("status=CANCELLED"),
      asked("status="),
      asked("limit=2"),
      asked("limit=2&offset=1&sort_by=created_at&sort_order=ASC"),
      asked("offset=3"),
      asked("offset=-1&limit=1"),
      asked("offset=100"),
      asked("workflow_id=workflow-1"),
      asked("workflow_id=other"),
      post("/history", { clear: true }),
      get("/api/jobs", { name: "all after clear" }),
    ],
  },
  {
    name: "jobs-refused",
    about: "/api/jobs: values that it does not know, ids that it does not know, other ways to ask",
    steps: [
      asked("status=completed,zz,yy"),
      asked("sort_by=number"),
      asked("sort_by="),
      asked("sort_order=up"),
      asked("limit=0"),
      asked("limit=-1"),
      asked("limit="),
      asked("limit=2.0"),
      asked("offset=x"),
      get("/api/jobs/{nobody}"),
      get("/api/jobs/nothing"),
      get("/jobs"),
      get("/jobs/{nobody}"),
      { do: "http", method: "POST", path: "/api/jobs", json: {} },
      { do: "http", method: "DELETE", path: "/api/jobs/{nobody}" },
    ],
  },
];
