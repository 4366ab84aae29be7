// What becomes of a cell after an attempt, and which worker may have it.
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Consequence } from "@kgen/sweep";
import { satisfies } from "@kgen/sweep";
import { decide, hostFaultsAtMost, restFor } from "../../lib/sweep/worker_decide.ts";

const after = (consequence: Consequence, attempts = 1, faults = 0) =>
  decide({ consequence, code: "x", message: "why" }, attempts, faults).do;

test("by kind of error: an invalid workflow fails at once, chance gets three attempts, a host costs nothing", () => {
  assert.is(decide(null, 1, 0).do, "commit");
  assert.equal([after("failed"), after("stop")], ["fail", "stop"]);
  assert.equal([1, 2, 3].map((n) => after("again", n)), ["again", "again", "fail"]);
  assert.equal([1, 4, hostFaultsAtMost].map((n) => after("host", 9, n)), [
    "elsewhere",
    "elsewhere",
    "fail",
  ]);
});

test("a host rests longer each time in a row, ten minutes at most", () => {
  assert.equal(
    [1, 2, 3, 9].map(restFor),
    [1000, 5000, 25_000, 600_000].map((v, i) => i < 3 ? v : 600_000),
  );
});

test("a worker satisfies needs by part of the GPU's name, memory and variant", () => {
  const card = { gpu: "NVIDIA GeForce RTX 4090", vram_gib: 24, variants: ["turbo", "edit"] };
  assert.equal(
    [{}, { gpu: "rtx 4090" }, { gpu: "H100" }, { vram_gib: 24 }, { vram_gib: 25 }, {
      variant: "base",
    }]
      .map((n) => satisfies(card, n)),
    [true, true, false, true, false, false],
  );
  assert.ok(satisfies({ ...card, variants: [] }, { variant: "base" }), "no list: any variant");
});

test.run();
