import { long, short, turbo } from "./graphs.ts";
import { connect, done, get, post, previews, prompt } from "./steps.ts";
import type { Scenario } from "./types.ts";

/** Prompts that fail, or are interrupted, in execution. */
export const failing: Scenario[] = [
  {
    name: "execution-error-in-save",
    about: "Passes validation, fails in the last node: a file outside the output folder",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", turbo({ "3": { steps: 2 }, "9": { filename_prefix: "../../outside/kgen" } })),
      done("p1"),
      get("/history/{p1}"),
    ],
  },
  {
    name: "execution-error-in-sampler",
    about:
      "A number where conditioning belongs: all that the sampler needs else runs, then it fails",
    steps: [
      connect,
      prompt("p1", turbo({ "3": { steps: 2, positive: 5 } })),
      done("p1"),
      get("/history/{p1}"),
    ],
  },
  {
    name: "literal-for-a-model",
    about: "A number where a model belongs passes validation and fails in the sampler",
    steps: [
      connect,
      prompt("p1", turbo({ "3": { model: 5 } })),
      done("p1"),
      get("/history/{p1}"),
    ],
  },
  {
    name: "retry-after-error",
    about: "After an error the nodes that ran are cached, and the next prompt runs",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", turbo({ "3": { steps: 2 }, "9": { filename_prefix: "../../outside/kgen" } })),
      done("p1"),
      prompt("p2", short()),
      done("p2"),
    ],
  },
  {
    name: "interrupt-by-id",
    about: "Interrupted in mid-sampling by its id; then the same graph with fewer steps runs",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", long(), previews),
      { do: "wait", client: "a", prompt: "p1", value: 3 },
      post("/interrupt", { prompt_id: "{p1}" }),
      done("p1"),
      get("/history/{p1}"),
      prompt("p2", short(), previews),
      done("p2"),
    ],
  },
  {
    name: "interrupt-whatever-runs",
    about: "Interrupted without an id, and with an empty body",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", long(), previews),
      { do: "wait", client: "a", prompt: "p1", value: 3 },
      { do: "http", method: "POST", path: "/interrupt", name: "POST /interrupt, no body" },
      done("p1"),
      get("/history/{p1}"),
    ],
  },
  {
    name: "interrupt-another",
    about: "The id of no running prompt interrupts nothing",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", turbo({ "3": { steps: 12 } }), previews),
      { do: "wait", client: "a", prompt: "p1", value: 2 },
      post("/interrupt", { prompt_id: "{nobody}" }),
      done("p1"),
    ],
  },
  {
    name: "interrupt-idle",
    about: "An interrupt while nothing runs does not touch the next prompt",
    looseSteps: true,
    steps: [connect, post("/interrupt", {}), prompt("p1", short()), done("p1")],
  },
];
