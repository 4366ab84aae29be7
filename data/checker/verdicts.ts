// Draws the prompts of prompts.json with the nano model, in English and in Chinese from the same noise, looks at the
// pictures with the checker, and writes what it says as CSV. Half an hour on two cores.
//   deno run -A data/checker/verdicts.ts [OUT.csv] [--only ID,ID] [--pictures FOLDER]
// --pictures keeps the pictures (raw RGB, 96x96) and takes those that are there. 30 steps (Euler, shift 3), guidance 3.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { csvFormat } from "d3-dsv";
import { nanoFile } from "@kgen/nano";
import { Checker, expectation, judge } from "@kgen/quality";
import { gaussianNoise } from "../../lib/nano/model/noise.ts";
import { NanoModel } from "../../lib/nano/model/onnx.ts";
import { simpleSchedule } from "../../lib/nano/model/schedule.ts";
import { tokenize } from "../../lib/nano/model/tokenize.ts";

const STEPS = 30, GUIDANCE = 3, SIDE = 96, SIZE = 3 * SIDE * SIDE;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" }, pictures: { type: "string" } },
});
const out = positionals[0] ?? "out/nano-v0-verdicts.csv";
const only = values.only?.split(",");
const all = JSON.parse(readFileSync("data/checker/prompts.json", "utf8"));
const specs = only ? all.filter((s: { id: string }) => only.includes(s.id)) : all;
const languages = ["en", "zh"] as const;
if (values.pictures) mkdirSync(values.pictures, { recursive: true });

let model: NanoModel | undefined;
const rows: Record<string, string | number>[] = [];
const checker = new Checker(), sigmas = simpleSchedule(STEPS, 3);
for (const spec of specs) {
  const pictures = await picturesOf(spec);
  languages.forEach((language, i) => {
    const prompt = spec[language], wanted = expectation(prompt);
    const seen = checker.look({ width: SIDE, height: SIDE, channels: 3, data: pictures[i] });
    const verdict = judge(wanted, seen), bit = (b: boolean | null) => b === null ? "" : +b;
    rows.push({
      id: spec.id,
      language,
      seed: spec.seed,
      prompt,
      things: wanted.objects.length,
      object: bit(verdict.object),
      layout: bit(verdict.layout),
      swapped: bit(verdict.swapped),
      background: bit(verdict.background),
      style: bit(verdict.style),
      all: bit(verdict.all),
      match: verdict.objects.join(" "),
      seen: seen.things.map((t) => t.emoji.en).join(" | "),
      seen_background: seen.background.colour,
      seen_style: seen.style ?? "",
      sure: seen.things.map((t) => +t.sure).join(" "),
      distance: seen.things.map((t) => t.distance.toFixed(3)).join(" "),
      margin: seen.things.map((t) => t.margin.toFixed(3)).join(" "),
      fit: seen.fit.toFixed(3),
    });
  });
  if (rows.length % 40 === 0) console.error(`${rows.length} of ${2 * specs.length} pictures`);
}
writeFileSync(out, csvFormat(rows) + "\n");
await model?.release();

async function picturesOf(spec: { id: string; seed: number; en: string; zh: string }) {
  const files = values.pictures &&
    languages.map((l) => join(values.pictures!, `${spec.id}-${l}.raw`));
  if (files && files.every((f) => existsSync(f))) {
    return files.map((f) => new Uint8Array(readFileSync(f)));
  }
  const drawn = await draw(spec.seed, [spec.en, spec.zh]);
  if (files) files.forEach((f, i) => writeFileSync(f, drawn[i]));
  return drawn;
}

/** Pictures of the prompts, all from the noise of one seed. */
async function draw(seed: number, prompts: string[]): Promise<Uint8Array[]> {
  model ??= await NanoModel.load(nanoFile("nano-v0.onnx"), Number(process.env.THREADS ?? 2));
  const tokens = prompts.map((p) => tokenize(p).tokens), n = prompts.length * SIZE;
  // The conditional evaluations, then as many of the empty prompt.
  const denoise = model.denoiser([...tokens, ...tokens.map((t) => t.map(() => 0))]);
  const noise = gaussianNoise(BigInt(seed), SIZE), z = new Float32Array(2 * n);
  for (let at = 0; at < z.length; at += SIZE) z.set(noise, at);
  for (let k = 0; k < STEPS; k++) {
    const x0 = await denoise(z, sigmas[k]), r = sigmas[k + 1] / sigmas[k];
    for (let j = 0; j < n; j++) {
      const guided = x0[j + n] + GUIDANCE * (x0[j] - x0[j + n]);
      z[j] = z[j + n] = r * z[j] + (1 - r) * guided;
    }
  }
  const plane = SIDE * SIDE;
  return prompts.map((_, i) =>
    Uint8Array.from({ length: SIZE }, (_, at) => {
      const v = z[i * SIZE + (at % 3) * plane + Math.floor(at / 3)];
      return Math.max(0, Math.min(255, Math.round((v + 1) * 127.5)));
    })
  );
}
