import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import type { Run } from "@kgen/capture";

const STEPS = 8;
const SIDE = 96;

/** Frames from noise to a flat grey: PNG files of 96 x 96. */
async function frames(): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  let state = 7;
  const noise = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let step = 1; step <= STEPS; step++) {
    const part = step / STEPS;
    const data = Uint8Array.from(
      { length: 3 * SIDE * SIDE },
      () => 255 * (part * 0.5 + (1 - part) * noise()),
    );
    const raw = { width: SIDE, height: SIDE, channels: 3 as const };
    found.push(await sharp(data, { raw }).png().toBuffer());
  }
  return found;
}

/** Makes Run folders as capture leaves them, of 8 evaluations with a frame each. */
export async function makeRunFolders(folder: string, count: number): Promise<void> {
  const pictures = await frames();
  for (let i = 0; i < count; i++) {
    const run = made(i);
    const dir = join(folder, run.id);
    mkdirSync(join(dir, "frames"), { recursive: true });
    run.evaluations.forEach((e, k) => writeFileSync(join(dir, e.frame!), pictures[k]));
    writeFileSync(join(dir, run.final!), pictures[STEPS - 1]);
    writeFileSync(join(dir, "run.json"), JSON.stringify(run, null, 2) + "\n");
  }
}

function made(i: number): Run {
  const variant = i % 2 === 0 ? "turbo" : "base";
  const at = (step: number) => 0.1 * step;
  return {
    schema: "kgen.run/2",
    id: `20260101T${String(i).padStart(6, "0")}-${variant}-${i}-abcd`,
    status: "complete",
    created: new Date(Date.UTC(2026, 0, 1) + 1000 * i).toISOString(),
    way: "previews",
    jobs: [{ promptId: `job-${i}`, purpose: "both" }],
    variant,
    model: "made.safetensors",
    adapted: [],
    notes: [],
    prompt: "樱花",
    negative: null,
    seed: i,
    width: SIDE,
    height: SIDE,
    batch: 1,
    steps: STEPS,
    cfg: 1,
    sampler: "res_multistep",
    scheduler: "simple",
    nfe: STEPS,
    evaluations: Array.from({ length: STEPS }, (_, k) => ({
      step: k + 1,
      evals: 1,
      nfe: k + 1,
      t: at(k + 1),
      tJob: at(k + 1) + 0.5,
      sigma: 1 - k / STEPS,
      frame: `frames/${String(k + 1).padStart(3, "0")}.png`,
    })),
    final: "frames/final.png",
    times: {
      submitted: 0,
      started: 0.1,
      sampler: 0.5,
      firstEval: at(1) + 0.5,
      lastEval: at(STEPS) + 0.5,
      success: at(STEPS) + 0.6,
    },
    phases: [],
    start: "warm",
    host: {
      url: "http://gpu.example:8188",
      kind: "remote",
      comfyui: "0.33.0",
      python: null,
      pytorch: null,
      os: null,
      device: null,
      gpu: null,
      vramTotal: null,
    },
    versions: {},
    workflow: { name: "made", sha256: "", graph: {} },
    previewMethod: "latent2rgb",
    clock: null,
    calls: null,
    telemetry: null,
    warnings: [],
  };
}
