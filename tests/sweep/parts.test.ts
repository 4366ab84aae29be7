// Results: one part a cell, whole or not at all; of two that finish a cell one wins; a query while parts appear sees no half.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import sharp from "sharp";
import { openRun, type Run } from "@kgen/capture";
import { readPicture } from "@kgen/quality";
import {
  completeParts,
  gatherParts,
  localExecutor,
  makePlan,
  sweepDataset,
  SweepFolder,
} from "@kgen/sweep";
import { framesDataset } from "@kgen/tables";
import { recordOf } from "../../lib/sweep/cell_record.ts";
import { commitCell, endOf } from "../../lib/sweep/parts_commit.ts";
import { findParts } from "../../lib/sweep/parts_gather.ts";
import { storeFrames } from "../../lib/sweep/parts_frames.ts";
import { syntheticCapture, syntheticHost } from "./synthetic.ts";

const root = mkdtempSync(join(tmpdir(), "kgen-parts-"));
test.after(() => rmSync(root, { recursive: true }));
let folders = 0;

const plan = (repeats = 3) =>
  makePlan({
    workflow: "zimage-turbo-speed-test",
    repeats,
    warmUps: 0,
    warmUpsPerLoad: 0,
    grid: { steps: [4, 8] },
  });

function set(repeats?: number) {
  const p = plan(repeats);
  const folder = new SweepFolder(join(root, String(++folders)));
  folder.make();
  folder.keepPlan(p);
  return { p, folder, data: sweepDataset(folder.dir) };
}

const sweep = ({ p, folder }: ReturnType<typeof set>) =>
  localExecutor(syntheticHost).execute(p, folder, { capture: syntheticCapture({}) });

test("each finished cell is one part, which a query reads as runs, evaluations, scores and telemetry", async () => {
  const s = set();
  assert.is(await s.data.count(), 0, "no part yet");
  await sweep(s);
  assert.is(readdirSync(s.folder.parts).length, 6);
  const rates = await s.data.sql(
    "select tag, count(*) as n, avg(k_sampling) as k from runs group by tag order by tag",
  );
  assert.equal(rates.map((r) => [r.tag, r.n]), [["steps 4", 3], ["steps 8", 3]]);
  const [{ n }] = await s.data.sql("select count(*) as n from evaluations");
  assert.is(n, 6 * 8, "the synthetic capture makes 8 evaluations");
  assert.is((await s.data.sql("select * from telemetry")).length, 0);
  assert.ok(Number((await s.data.runs())[0].k_sampling) > 0);
});

test("of two workers that finish the same cell one wins; a record that is missing is made from the part", async () => {
  const { p, folder } = set();
  const [cell] = p.cells;
  const made = async (session: number) => {
    const run = await syntheticCapture({})(syntheticHost, { name: "x", graph: {} }, {
      out: folder.runs,
      name: `s${session}-0001-${cell.id.slice(0, 12)}`,
      seed: session,
    });
    const here = { session, order: 1, url: `http://${session}` };
    return { run, record: recordOf(cell, run, null, { attempts: 1, seconds: 1 }, here) };
  };
  const both = [await made(1), await made(2)];
  const stands = await Promise.all(both.map((m) => commitCell(folder, m.record, m.run)));
  assert.equal(stands[0], stands[1]);
  const late = await made(3);
  const failed = recordOf(cell, null, { consequence: "failed", code: "x", message: "y" }, {
    attempts: 1,
    seconds: 1,
  }, { session: 4, order: 1, url: "http://4" });
  assert.equal(
    await commitCell(folder, late.record, late.run),
    stands[0],
    "who is late changes nothing",
  );
  assert.equal(await commitCell(folder, failed, null), stands[0], "a failure least of all");
  rmSync(join(folder.dir, "cells", `${cell.id}.json`));
  assert.equal(await endOf(folder, cell.id), stands[0], "a crash between part and record");
  assert.equal(folder.ended(), [cell.id]);
  assert.equal(readdirSync(folder.parts), [`${cell.id}.parquet`], "nothing half written");
});

test("a done cell takes the place of a failed one, not the other way round", async () => {
  const { p, folder } = set();
  const here = { session: 1, order: 1, url: "http://1" };
  const fault = { consequence: "failed" as const, code: "x", message: "y" };
  const record = (f: typeof fault | null, run: Run | null) =>
    recordOf(p.cells[0], run, f, { attempts: 1, seconds: 1 }, here);
  await commitCell(folder, record(fault, null), null);
  const run = await syntheticCapture({})(syntheticHost, { name: "x", graph: {} }, {
    out: folder.runs,
    name: "s1-0001-x",
    seed: 1,
  });
  await commitCell(folder, record(null, run), run);
  await commitCell(folder, record(fault, null), null);
  assert.is(folder.record(p.cells[0].id)!.status, "done");
  assert.equal(folder.putFailedAside(), []);
});

test("queries while cells are finished and gathered see each finished cell once, and whole", async () => {
  const s = set(12);
  const seen: [number, number][] = [];
  let running = true;
  const reader = (async () => {
    while (running) {
      const [r] = await s.data.sql(
        "select count(distinct cell) filter (where kind = 'run') as cells, count(*) as n from parts",
      );
      seen.push([Number(r.cells), Number(r.n)]);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  })();
  const gatherer = (async () => {
    while (running) {
      await gatherParts(s.folder, 5);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  await sweep(s);
  running = false;
  await Promise.all([reader, gatherer]);
  assert.ok(seen.length > 3);
  assert.ok(seen.every(([cells, n]) => n === 9 * cells), JSON.stringify(seen));
  assert.ok(seen.every(([cells], i) => i === 0 || cells >= seen[i - 1][0]), "none disappears");
  await gatherParts(s.folder, 1);
  const { gathered, loose } = await findParts(s.folder);
  assert.ok(gathered.length > 0 && loose.length === 0);
  // A file that repeats parts of another is left out.
  copyFileSync(gathered[0], join(s.folder.parts, "gathered", "zz.parquet"));
  assert.is(await s.data.count(), 24);
  rmSync(join(s.folder.parts, "gathered"), { recursive: true });
  assert.is(await s.data.count(), 24, "what is gathered can be thrown away");
});

test("a sweep without parts gets them from its Run folders", async () => {
  const s = set();
  await sweep(s);
  const before = await s.data.runs();
  rmSync(s.folder.parts, { recursive: true });
  assert.is(await completeParts(s.folder.dir), 6);
  assert.equal([...await s.data.runs()], [...before]);
  assert.is(await completeParts(s.folder.dir), 0);
});

test("frames are scored as captured, and stored smaller: without loss pixel by pixel, WebP and AVIF", async () => {
  const sizes: Record<string, number> = {};
  for (const store of ["webp-lossless", "avif-lossless", "webp", "avif"] as const) {
    const dir = join(root, store);
    mkdirSync(join(dir, "frames"), { recursive: true });
    const run = await syntheticCapture({ steps: 2 })(syntheticHost, { name: "x", graph: {} }, {
      out: root,
      name: store,
      seed: 1,
    });
    // A smooth picture with an edge.
    const pixels = new Uint8Array(96 * 96 * 3).map((_, i) => i % 288 > 100 ? i / 110 : 200);
    const png = await sharp(pixels, { raw: { width: 96, height: 96, channels: 3 } }).png()
      .toBuffer();
    for (const e of run.evaluations) {
      e.frame = `frames/00${e.step}.png`;
      writeFileSync(join(dir, e.frame), png);
    }
    run.final = "frames/final.png";
    writeFileSync(join(dir, run.final), png);
    const { from, to } = await storeFrames(run, store);
    assert.is(from, 3 * png.length);
    sizes[store] = to;
    const opened = await openRun(dir);
    assert.match(opened.final!, store.startsWith("webp") ? /\.webp$/ : /\.avif$/);
    assert.not.ok(existsSync(join(dir, "frames/001.png")));
    const stored = await readPicture(join(dir, opened.evaluations[0].frame!));
    const original = await readPicture(png);
    const off = Math.max(...stored.data.map((v, i) => Math.abs(v - original.data[i])));
    assert.ok(store.endsWith("lossless") ? off === 0 : off < 120, `${store}: ${off}`);
  }
  assert.ok(sizes["webp-lossless"] < 3 * 8000, JSON.stringify(sizes));
});

test("scores of the parts are tidy: metrics of frames read them", async () => {
  const s = set();
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#a00" } })
    .png()
    .toBuffer();
  const capture: typeof import("@kgen/capture").capture = async (h, w, o) => {
    const run = await syntheticCapture({ steps: 3 })(h, w, o);
    mkdirSync(join(run.dir!, "frames"));
    for (const e of run.evaluations) {
      e.frame = `frames/${e.step}.png`;
      writeFileSync(join(run.dir!, e.frame), png);
    }
    writeFileSync(join(run.dir!, "run.json"), JSON.stringify({ ...run, dir: undefined }));
    return run;
  };
  await localExecutor(syntheticHost).execute(s.p, s.folder, { capture });
  const [{ n, worst }] = await s.data.sql("select count(*) as n, max(value) as worst from scores");
  assert.equal([n, worst], [18, 0], "every frame is like the last");
  const frame = await s.data.scores();
  assert.is(frame.shape[0], 18);
  using all = await framesDataset(join(s.folder.parts, "*.parquet"));
  assert.is(await all.count({ metric: "rmse" }), 18);
  assert.match(readFileSync(join(s.folder.dir, "plan.json"), "utf8"), /kgen\.sweep/);
});

test.run();
