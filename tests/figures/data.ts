import type { FilmRun } from "@kgen/figures";
import { type Completeness, completeness } from "@kgen/kinetics";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";

/** Completeness of a made-up run that follows order 1, but for a little. */
export function madeUp(steps: number, run = "r1", metric = "rmse"): Completeness {
  const row = {
    run,
    host: "embedded",
    variant: "turbo",
    gpu: null,
    prompt: "樱花",
    seed: 7,
    batch: 1,
    sigma: null,
    metric,
    reference: "last frame",
  };
  const frames = Array.from({ length: steps }, (_, i) => {
    const left = i === steps - 1 ? 0 : Math.exp(-4 * i / steps) + 0.02 * Math.sin(5 * i);
    const value = metric === "rmse" ? 0.4 * left : 1 - left;
    return { ...row, step: i + 1, nfe: 2 * i + 2, t_s: 0.2 + 0.03 * i, value };
  });
  return completeness(frames, metric);
}

/** A run whose frames are flat pictures in a folder. */
export async function filmRun(
  dir: string,
  steps: number,
  size = { width: 96, height: 96 },
  prompt = "樱花",
): Promise<FilmRun> {
  await mkdir(join(dir, "frames"), { recursive: true });
  const evaluations = [];
  for (let i = 0; i < steps; i++) {
    const frame = `frames/${String(i + 1).padStart(3, "0")}.png`;
    const background = { r: 20 + 7 * i, g: 90, b: 160 };
    await sharp({ create: { ...size, channels: 3, background } }).png().toFile(join(dir, frame));
    evaluations.push({ step: i + 1, nfe: i + 1, t: 0.03 * (i + 1), sigma: 1 - i / steps, frame });
  }
  return { prompt, variant: "turbo", seed: 7, cfg: 1, sampler: "euler", evaluations, dir };
}

/** Everything a figure must be, whatever it shows; draws it to be sure that it is an SVG. */
export async function problems(
  figure: { svg: string; alt: string; title: string; width: number; height: number },
): Promise<string[]> {
  const { svg, alt, title, width, height } = figure;
  const found: string[] = [];
  const must = (ok: boolean, what: string) => ok || found.push(what);
  must(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"'), "xmlns first");
  must(/ role="img"/.test(svg) && svg.includes("<title>"), "role and title");
  must(!/<(figure|script|style|foreignObject)/i.test(svg), "pure SVG");
  must(!/ id="|url\(#|href="http/.test(svg), "no ids, nothing from outside");
  must(!/currentColor|NaN|undefined|Infinity/.test(svg), "whole values");
  must(alt.length > 20 && title.length > 0, "words");
  const drawn = await sharp(new TextEncoder().encode(svg)).metadata();
  must(drawn.width === width && drawn.height === height, `${drawn.width}x${drawn.height} drawn`);
  return found;
}
