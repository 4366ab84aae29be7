import { short, turbo, withNode, withoutNode } from "./graphs.ts";
import { connect, done, get, previews, prompt } from "./steps.ts";
import type { Graph, Scenario } from "./types.ts";

/** The graph with SaveImageWebsocket in the place of SaveImage. */
export const sent = (graph: Graph): Graph =>
  withNode(withoutNode(graph, "9"), "9", {
    class_type: "SaveImageWebsocket",
    inputs: { images: ["8", 0] },
  });

/** Pictures that come over the socket and are not written to a file. */
export const websocketOutput: Scenario[] = [
  {
    name: "websocket",
    about: "SaveImageWebsocket: the picture is a preview of its node; a second run sends it again",
    steps: [
      connect,
      prompt("p1", sent(short()), previews),
      done("p1"),
      prompt("p2", sent(short()), previews),
      done("p2"),
      get("/history/{p2}"),
    ],
  },
  {
    name: "websocket-plain",
    about: "The same on a socket that sent no flags",
    steps: [{ do: "connect", client: "a" }, prompt("p1", sent(short()), previews), done("p1")],
  },
  {
    name: "websocket-no-previews",
    about: "The picture comes also where no previews are asked for",
    looseSteps: true,
    steps: [connect, prompt("p1", sent(short())), done("p1")],
  },
  {
    name: "websocket-batch",
    about: "Two pictures of one batch",
    steps: [
      connect,
      prompt("p1", sent(turbo({ "13": { batch_size: 2 }, "3": { steps: 2 } })), previews),
      done("p1"),
    ],
  },
];
