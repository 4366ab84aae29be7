// Plans: what is refused, what ids depend on, and the order of the runs.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { patch, settings } from "@kgen/comfy";
import {
  makePlan,
  type Plan,
  PlanError,
  type PlanFile,
  readPlan,
  workflowOfCell,
} from "@kgen/sweep";
import { axisNames } from "../../lib/sweep/grid.ts";
import { checkedAxes } from "../../lib/sweep/validate.ts";

const turbo = "zimage-turbo-speed-test";
const ids = (p: Plan) => p.cells.map((c) => c.id).sort();
const small = (more: Partial<PlanFile> = {}): PlanFile => ({
  workflow: turbo,
  repeats: 3,
  grid: { steps: [4, 8], cfg: [1, 4] },
  ...more,
});

test("the same plan gives the same ids and order, whatever the order of its keys", () => {
  const [a, b] = [
    makePlan(small()),
    makePlan({ grid: { steps: [4, 8], cfg: [1, 4] }, repeats: 3, workflow: turbo }),
  ];
  assert.equal(a.cells.map((c) => c.id), b.cells.map((c) => c.id));
  assert.is(a.hash, b.hash);
  assert.is(new Set(ids(a)).size, 12);
});

test("all that determines a result is in the id, and labels are not", () => {
  const base = ids(makePlan(small()));
  const others: Partial<PlanFile>[] = [
    { changes: { prompt: "red apple" } },
    { changes: { set: { "3.denoise": 0.5 } } },
    { dtype: "fp8_e4m3fn" },
    { compile: "inductor" },
    { capture: { frames: true } },
    { capture: { way: "prefix" } },
    { seed: 2 },
    { needs: { gpu: "H100" } },
  ];
  for (const o of others) {
    const other = new Set(ids(makePlan(small(o))));
    assert.is(base.filter((id) => other.has(id)).length, 0, JSON.stringify(o));
  }
  assert.equal(ids(makePlan(small({ name: "x", warmUps: 0, interleave: false, tag: "y" }))), base);
});

test("a plan that grows keeps the cells it had", () => {
  const grown = new Set(
    ids(makePlan(small({ repeats: 5, grid: { steps: [4, 8, 12], cfg: [1, 4] } }))),
  );
  assert.ok(ids(makePlan(small())).every((id) => grown.has(id)));
});

test("interleaved: each round holds every condition once, in another order each", () => {
  const plan = makePlan(small({ repeats: 6 }));
  const rounds = Array.from({ length: 6 }, (_, r) => plan.cells.slice(4 * r, 4 * r + 4));
  for (const [r, round] of rounds.entries()) {
    assert.ok(round.every((c) => c.repeat === r + 1));
    assert.is(new Set(round.map((c) => c.condition)).size, 4);
  }
  assert.ok(new Set(rounds.map((r) => r.map((c) => c.tag).join())).size > 1);
  assert.not.equal(
    makePlan(small({ repeats: 6, seed: 1, seeds: [1, 2, 3, 4, 5, 6] })).cells.map((c) => c.tag),
    makePlan(small({ repeats: 6, seed: 2, seeds: [1, 2, 3, 4, 5, 6] })).cells.map((c) => c.tag),
  );
});

test("cells of one load stand together in a round; groups and blocks are kept apart when asked", () => {
  const plan = makePlan({
    workflow: turbo,
    repeats: 2,
    interleave: "group",
    cells: [
      { group: "a", dtype: "fp8_e4m3fn", changes: { steps: 4 } },
      { group: "a", changes: { steps: 4 } },
      { group: "a", dtype: "fp8_e4m3fn", changes: { steps: 8 } },
      { group: "a", changes: { steps: 8 } },
      { group: "a", compile: "inductor", interleave: false },
      { group: "b", changes: { steps: 5 } },
    ],
  });
  const switches = plan.cells.filter((c, i) => i > 0 && c.load !== plan.cells[i - 1].load).length;
  assert.ok(switches <= 6, String(switches));
  assert.is(plan.cells.map((c) => c.group).join(""), "aaaaaaaaaabb");
  const compiled = plan.cells.map((c, i) => [c.change, i] as const).filter(([t]) =>
    /compile/.test(t)
  );
  assert.equal(compiled.map(([, i]) => i), [8, 9]);
});

test("dtype, compile, lora and added nodes end up in the graph", () => {
  const plan = makePlan({
    workflow: turbo,
    repeats: 1,
    cells: [{
      dtype: "fp8_e4m3fn",
      compile: "inductor",
      add: {
        "40": { class_type: "ModelSamplingAuraFlow", inputs: { shift: 2, model: ["28", 0] } },
      },
      changes: { set: { "11.model": ["40", 0] } },
    }],
  });
  const [cell] = plan.cells;
  const { graph } = patch(workflowOfCell(plan, cell), cell.changes);
  assert.is(graph["28"].inputs.weight_dtype, "fp8_e4m3fn");
  assert.equal(graph["11"].inputs.model, ["40", 0]);
  const compiled = Object.entries(graph).find(([, n]) => n.class_type === "TorchCompileModel")!;
  assert.equal(graph["3"].inputs.model, [compiled[0], 0]);
  assert.equal(compiled[1].inputs, { model: ["11", 0], backend: "inductor" });
  assert.is(cell.change, "weight type fp8_e4m3fn, torch.compile inductor");
  const lora = makePlan({
    workflow: turbo,
    repeats: 1,
    grid: { lora: [null, { file: "x.safetensors", strength: 0.5 }] },
  });
  assert.equal(lora.cells.map((c) => c.change).sort(), ["LoRA x.safetensors 0.5", "none"]);
  assert.is(new Set(lora.cells.map((c) => c.load)).size, 2, "a LoRA is another load");
});

test("a workflow file is found from the plan's folder; cells are complete without it", () => {
  const folder = mkdtempSync(join(tmpdir(), "kgen-plan-"));
  try {
    const own = makePlan({ workflow: turbo, repeats: 1 });
    writeFileSync(
      join(folder, "mine.json"),
      JSON.stringify(workflowOfCell(own, own.cells[0]).graph),
    );
    writeFileSync(
      join(folder, "plan.json"),
      JSON.stringify({ workflow: "mine.json", repeats: 1, changes: { steps: 5 } }),
    );
    const plan = readPlan(join(folder, "plan.json"));
    const again: Plan = JSON.parse(JSON.stringify(plan));
    const w = workflowOfCell(again, again.cells[0]);
    assert.is(settings(patch(w, again.cells[0].changes)).steps, 5);
    writeFileSync(join(folder, "half.json"), '{"workflow": "mi');
    assert.throws(
      () => readPlan(join(folder, "half.json")),
      (e: Error) => e instanceof PlanError && /half\.json/.test(e.message),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the same graph with the same seed is refused, naming both", () => {
  const refuse = (more: Partial<PlanFile>) => {
    try {
      makePlan({ workflow: turbo, ...more });
    } catch (error) {
      return (error as PlanError).problems.join("\n");
    }
    return "";
  };
  assert.match(refuse({ seeds: [1, 1, 1], tag: "p" }), /"p" #1 and "p" #2 send the same graph/);
  assert.match(
    refuse({
      seeds: [1],
      cells: [{ tag: "p", changes: { steps: 8 } }, { tag: "q" }],
    }),
    /"p" #1 and "q" #1 send the same graph with seed 1/,
  );
  assert.is(refuse({ seeds: [1, 2, 3] }), "");
});

test("a tag names size and batch only where the plan sets them", () => {
  const tag = (changes: PlanFile["changes"]) =>
    makePlan({ workflow: turbo, repeats: 1, changes }).cells[0].tag;
  assert.not.match(tag({}), /x|batch/);
  assert.match(tag({ width: 512, height: 512, batch: 2 }), /512x512 batch 2/);
});

test("everything wrong with a plan is said at once, by its place", () => {
  const refuse = (plan: unknown) => {
    try {
      makePlan(plan as PlanFile);
    } catch (error) {
      assert.instance(error, PlanError);
      return (error as PlanError).problems.join("\n");
    }
    throw new Error(`not refused: ${JSON.stringify(plan)}`);
  };
  const many = refuse({
    workflow: turbo,
    repeats: 0,
    grid: { steps: [], size: ["big"], setps: [4], set: { steps: [1] } },
    changes: { stesp: 4, cfg: "high" },
    cells: [{ changes: { batch: 0 } }, 5],
  });
  for (
    const wanted of [
      "repeats",
      "grid.steps",
      "grid.size",
      "grid.setps",
      "NODE.INPUT",
      "changes.stesp",
      "changes.cfg",
      "cells[0].changes.batch",
    ]
  ) assert.ok(many.includes(wanted), `${wanted} in:\n${many}`);
  assert.match(refuse({}), /no workflow/);
  assert.match(refuse([]), /not a JSON object/);
  assert.match(refuse({ workflow: "no-such" }), /neither a template nor a file.*zimage-turbo/);
  assert.match(refuse({ workflow: turbo, changes: { set: { "99.x": 1 } } }), /cell 1.*no node 99/);
  assert.match(
    refuse({ workflow: turbo, add: { "3": { class_type: "X", inputs: {} } } }),
    /node 3 is there already/,
  );
  assert.match(
    refuse({ workflow: turbo, cells: [{ tag: "p", seeds: [1] }, { tag: "q", seeds: [1] }] }),
    /"p" and "q" are the same run/,
  );
  assert.ok(checkedAxes(), `an axis of ${axisNames} is not checked`);
});

test.run();
