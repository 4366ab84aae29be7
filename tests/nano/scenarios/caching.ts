import { short, turbo } from "./graphs.ts";
import { connect, done, get, prompt } from "./steps.ts";
import type { Scenario } from "./types.ts";

/** What is not computed again. */
export const caching: Scenario[] = [
  {
    name: "cache-hit",
    about: "The same graph and seed twice",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", short()),
      done("p1"),
      prompt("p2", short()),
      done("p2"),
      get("/history/{p2}"),
    ],
  },
  {
    name: "cache-new-seed",
    about: "Only the seed changes",
    looseSteps: true,
    steps: [connect, prompt("p1", short(1)), done("p1"), prompt("p2", short(2)), done("p2")],
  },
  {
    name: "cache-new-text",
    about: "Only the text changes",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", short()),
      done("p1"),
      prompt("p2", turbo({ "27": { text: "cat" }, "3": { steps: 2 } })),
      done("p2"),
    ],
  },
  {
    name: "cache-prefix-only",
    about: "Only the file name changes: SaveImage runs alone",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", short()),
      done("p1"),
      prompt("p2", turbo({ "3": { steps: 2 }, "9": { filename_prefix: "other" } })),
      done("p2"),
    ],
  },
  {
    name: "cache-back-to-the-first",
    about: "Seeds 1, 2, 1: the first is still there only where memory is plentiful",
    variants: ["much-memory"],
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", short(1)),
      done("p1"),
      prompt("p2", short(2)),
      done("p2"),
      prompt("p3", short(1)),
      done("p3"),
    ],
  },
  {
    name: "cache-other-ids",
    about: "The same graph under other node ids",
    looseSteps: true,
    steps: [
      connect,
      prompt("p1", short()),
      done("p1"),
      prompt("p2", JSON.parse(JSON.stringify(short()).replace(/"(\d\d?)"/g, '"1$1"'))),
      done("p2"),
    ],
  },
];
