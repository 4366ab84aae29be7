import type { GridAxes, PlanFile } from "@kgen/sweep";
import { UsageError, wholeNumber } from "./command.ts";

/** Options of `sweep grid` that make a plan. */
export const PLAN_OPTIONS = {
  workflow: { type: "string" },
  prompt: { type: "string", multiple: true },
  negative: { type: "string", multiple: true },
  steps: { type: "string" },
  size: { type: "string" },
  batch: { type: "string" },
  cfg: { type: "string" },
  sampler: { type: "string" },
  scheduler: { type: "string" },
  denoise: { type: "string" },
  dtype: { type: "string" },
  compile: { type: "string" },
  lora: { type: "string" },
  set: { type: "string", multiple: true },
  models: { type: "string", multiple: true },
  repeats: { type: "string" },
  seeds: { type: "string" },
  seed: { type: "string" },
  "warm-ups": { type: "string" },
  order: { type: "string" },
  group: { type: "string" },
  name: { type: "string" },
  way: { type: "string" },
  previews: { type: "string" },
  exact: { type: "boolean" },
  frames: { type: "boolean" },
} as const;

/** Values of the options above, as parseArgs gives them. */
export type PlanValues = {
  [K in keyof typeof PLAN_OPTIONS]?: (typeof PLAN_OPTIONS)[K] extends { multiple: true } ? string[]
    : (typeof PLAN_OPTIONS)[K] extends { type: "boolean" } ? boolean
    : string;
};

const list = (text: string | undefined) => text?.split(",").map((t) => t.trim());

function numbers(name: string, text: string | undefined): number[] | undefined {
  return list(text)?.map((t) => {
    const value = Number(t);
    if (t === "" || !Number.isFinite(value)) {
      throw new UsageError(`--${name} takes numbers with commas between; given "${text}"`);
    }
    return value;
  });
}

/** "none" or FILE or FILE:STRENGTH. */
function loras(text: string | undefined): GridAxes["lora"] {
  return list(text)?.map((t) => {
    if (t === "none") return null;
    const found = /^(.+?)(?::(-?[\d.]+))?$/.exec(t)!;
    return { file: found[1], strength: found[2] === undefined ? 1 : Number(found[2]) };
  });
}

/** "3.cfg=1,4" as values of an axis; each is read as JSON when it is JSON, else as text. */
function sets(texts: string[] = []): Record<string, unknown[]> | undefined {
  if (texts.length === 0) return undefined;
  return Object.fromEntries(texts.map((text) => {
    const found = /^([^.=]+\.[^=]+)=(.*)$/s.exec(text);
    if (!found) throw new UsageError(`--set takes NODE.INPUT=VALUE,VALUE...; given "${text}"`);
    const whole = json(found[2]);
    const values = Array.isArray(whole) ? whole : found[2].split(",").map(json);
    return [found[1], values];
  }));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** "UNETLoader=file" as the models of a change. */
export function modelFiles(texts: string[] = []): Record<string, string> | undefined {
  if (texts.length === 0) return undefined;
  return Object.fromEntries(texts.map((text) => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`--models takes CLASS=FILE; given "${text}"`);
    return [text.slice(0, at), text.slice(at + 1)];
  }));
}

const orders: Record<string, boolean | "group"> = {
  interleaved: true,
  group: "group",
  listed: false,
};

/** The plan that the options describe. */
export function planOf(v: PlanValues): PlanFile {
  const order = v.order ?? "interleaved";
  if (!(order in orders)) {
    throw new UsageError(`--order takes ${Object.keys(orders).join(", ")}; given "${order}"`);
  }
  const grid: GridAxes = {
    workflow: list(v.workflow) ?? ["zimage-turbo-speed-test"],
    prompt: v.prompt,
    negative: v.negative,
    steps: numbers("steps", v.steps),
    size: list(v.size),
    batch: numbers("batch", v.batch),
    cfg: numbers("cfg", v.cfg),
    sampler: list(v.sampler),
    scheduler: list(v.scheduler),
    denoise: numbers("denoise", v.denoise),
    dtype: list(v.dtype),
    compile: list(v.compile)?.map((c) => c === "none" ? null : c),
    lora: loras(v.lora),
    set: sets(v.set),
  };
  const known = <T extends object>(o: T) =>
    Object.fromEntries(Object.entries(o).filter(([, value]) => value !== undefined)) as T;
  const capture = known({
    way: v.way as never,
    previewMethod: v.previews as never,
    exact: v.exact,
    frames: v.frames,
  });
  return known({
    name: v.name,
    group: v.group,
    seed: wholeNumber("seed", v.seed, 0),
    repeats: wholeNumber("repeats", v.repeats, 1),
    seeds: numbers("seeds", v.seeds),
    warmUps: wholeNumber("warm-ups", v["warm-ups"], 0),
    interleave: orders[order],
    changes: known({ models: modelFiles(v.models) }),
    capture,
    grid: known(grid),
  });
}
