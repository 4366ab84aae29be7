/** Which nodes run in which order, and when two nodes are the same. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runOrder } from "../../lib/nano/engine/order.ts";
import { Throttle } from "../../lib/nano/engine/progress.ts";
import { signatures } from "../../lib/nano/engine/signature.ts";
import type { Graph } from "../../lib/nano/graph/types.ts";
import { turbo } from "./scenarios/graphs.ts";

const graph = (change = {}) => turbo(change) as Graph;
const nothing = () => false;

test("the stock graph in ComfyUI's order", () => {
  const order = ["29", "13", "30", "27", "33", "28", "11", "3", "8", "9"];
  assert.equal(runOrder(graph(), ["9"], nothing), order);
});

test("cached nodes are left out, an output that is cached stays", () => {
  const cached = (...ids: string[]) => (id: string) => ids.includes(id);
  assert.equal(runOrder(graph(), ["9"], cached("11", "13", "27", "28", "29", "30", "33")), [
    "3",
    "8",
    "9",
  ]);
  assert.equal(runOrder(graph(), ["9"], () => true), ["9"]);
});

test("nodes that no output needs do not run, two outputs share their sources", () => {
  const more = graph();
  more["40"] = { class_type: "CLIPLoader", inputs: {} };
  more["10"] = { class_type: "PreviewImage", inputs: { images: ["8", 0] } };
  const order = runOrder(more, ["9", "10"], nothing);
  assert.is(order.length, 11);
  assert.equal(order.slice(-3), ["8", "9", "10"]);
});

test("what brings an output soonest runs first", () => {
  const node = (class_type: string, inputs: Record<string, unknown>) => ({ class_type, inputs });
  const two: Graph = {
    "1": node("VAELoader", {}),
    "2": node("VAEDecode", { vae: ["1", 0], samples: ["5", 0] }),
    "3": node("SaveImage", { images: ["2", 0] }),
    "4": node("PreviewImage", { images: ["6", 0] }),
    "5": node("KSampler", {}),
    "6": node("VAEDecode", { samples: ["5", 0] }),
  };
  assert.equal(runOrder(two, ["3", "4"], (id) => id === "5"), ["6", "4", "1", "2", "3"]);
});

test("a node's key is what it does, not what it is called", () => {
  const renamed = JSON.parse(JSON.stringify(graph()).replace(/"(\d\d?)"/g, '"1$1"'));
  assert.is(signatures(renamed).get("19"), signatures(graph()).get("9"));
});

test("a new seed changes the sampler and what follows, and nothing before", () => {
  const [a, b] = [signatures(graph()), signatures(graph({ "3": { seed: 8 } }))];
  const changed = Object.keys(graph()).filter((id) => a.get(id) !== b.get(id));
  assert.equal(changed, ["3", "8", "9"]);
});

test("seeds beyond 2^53 are told apart", () => {
  const big = (seed: bigint) => signatures(graph({ "3": { seed } })).get("3");
  assert.is.not(big(2n ** 60n), big(2n ** 60n + 1n));
});

test("progress without previews: the first, the last, and at most one in 100 ms", () => {
  const throttle = new Throttle();
  const lets = (value: number, at: number) => throttle.lets(value, 1000, false, at);
  assert.equal([lets(1, 1000), lets(2, 1050), lets(3, 1101), lets(6, 1102), lets(7, 1150)], [
    true,
    false,
    false,
    true,
    false,
  ]);
  assert.ok(lets(1000, 1151));
  assert.ok(throttle.lets(8, 1000, true, 1152));
});

test.run();
