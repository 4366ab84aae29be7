import { axisNames } from "./grid.ts";
import type { PlanFile } from "./plan_file.ts";

type Check = (v: any) => string | null;

const whole = (least: number): Check => (v) =>
  Number.isSafeInteger(v) && v >= least ? null : `a whole number from ${least} on`;
const number: Check = (v) => Number.isFinite(v) ? null : "a number";
const text: Check = (v) => typeof v === "string" && v !== "" ? null : "a text";
const words: Check = (v) => typeof v === "string" ? null : "a text";
const record: Check = (v) =>
  v !== null && typeof v === "object" && !Array.isArray(v) ? null : "an object";
const oneOf = (...names: unknown[]): Check => (v) =>
  names.includes(v) ? null : `one of ${names.map((n) => JSON.stringify(n)).join(", ")}`;
const listOf = (item: Check): Check => (v) =>
  Array.isArray(v) && v.length > 0
    ? v.map(item).find((w) => w !== null) ?? null
    : "a list that is not empty";
const orNull = (check: Check): Check => (v) => v === null ? null : check(v);
const size: Check = (v) => /^[1-9]\d*x[1-9]\d*$/.test(v) ? null : 'a size such as "1024x1024"';
const lora: Check = (v) =>
  typeof v?.file === "string" &&
    [undefined, "number"].includes(v.strength === undefined ? undefined : typeof v.strength)
    ? null
    : "an object with file and perhaps strength";

const changes: Record<string, Check> = {
  prompt: words,
  negative: words,
  seed: whole(0),
  width: whole(1),
  height: whole(1),
  steps: whole(1),
  cfg: number,
  batch: whole(1),
  models: record,
  set: record,
  image: text,
  mask: text,
  lora,
  sampler: text,
  scheduler: text,
  denoise: number,
};

const captureChoice: Record<string, Check> = {
  way: oneOf("auto", "previews", "prefix", "plugin"),
  exact: oneOf(true, false),
  frames: oneOf(true, false),
  separate: oneOf(true, false),
  previewMethod: oneOf("latent2rgb", "taesd", "none"),
  images: listOf(text),
  store: oneOf("webp-lossless", "avif-lossless", "webp", "avif"),
};

const needs: Record<string, Check> = {
  gpu: text,
  vram_gib: (v) => Number.isFinite(v) && v > 0 ? null : "a number above 0",
  variant: oneOf("turbo", "base", "edit", "other"),
};

const cell: Record<string, Check> = {
  workflow: text,
  changes: record,
  dtype: text,
  compile: orNull(text),
  add: record,
  group: text,
  tag: text,
  change: text,
  repeats: whole(1),
  seeds: listOf(whole(0)),
  interleave: oneOf(true, false),
  capture: record,
  needs: record,
  priority: (v) =>
    Number.isSafeInteger(v) && Math.abs(v) <= 1000 ? null : "a whole number from -1000 to 1000",
};

const plan: Record<string, Check> = {
  ...cell,
  schema: oneOf("kgen.sweep/1"),
  name: text,
  seed: whole(0),
  interleave: oneOf(true, false, "group"),
  warmUps: whole(0),
  warmUpsPerLoad: whole(0),
  metrics: listOf(text),
  grid: record,
  cells: listOf(record),
};

const grid: Record<string, Check> = {
  workflow: listOf(text),
  prompt: listOf(words),
  negative: listOf(words),
  steps: listOf(whole(1)),
  size: listOf(size),
  batch: listOf(whole(1)),
  cfg: listOf(number),
  sampler: listOf(text),
  scheduler: listOf(text),
  denoise: listOf(number),
  dtype: listOf(text),
  compile: listOf(orNull(text)),
  lora: listOf(orNull(lora)),
  set: record,
};

function fields(value: any, known: Record<string, Check>, where: string): string[] {
  return Object.entries(value).flatMap(([key, v]) => {
    const at = where === "" ? key : `${where}.${key}`;
    if (!(key in known)) {
      return [`${at} is not known. Here stand: ${Object.keys(known).join(", ")}`];
    }
    const wanted = v === undefined ? null : known[key](v);
    return wanted === null ? [] : [`${at} must be ${wanted}, not ${JSON.stringify(v)}`];
  });
}

function cellFields(value: any, known: Record<string, Check>, where: string): string[] {
  const at = (key: string) => where === "" ? key : `${where}.${key}`;
  const isObject = (v: unknown) => record(v) === null;
  return [
    ...fields(value, known, where),
    ...isObject(value.changes) ? fields(value.changes, changes, at("changes")) : [],
    ...isObject(value.capture) ? fields(value.capture, captureChoice, at("capture")) : [],
    ...isObject(value.needs) ? fields(value.needs, needs, at("needs")) : [],
  ];
}

/** Everything that is wrong with the form of a plan; empty when nothing is. */
export function planProblems(json: unknown): string[] {
  if (record(json) !== null) return ["it is not a JSON object"];
  const p = json as PlanFile;
  const found = cellFields(p, plan, "");
  if (record(p.grid) === null) {
    found.push(...fields(p.grid!, grid, "grid"));
    for (const [path, values] of Object.entries(record(p.grid!.set) === null ? p.grid!.set! : {})) {
      if (!/^[^.]+\..+$/.test(path)) found.push(`grid.set takes NODE.INPUT, not ${path}`);
      if (!Array.isArray(values) || values.length === 0) {
        found.push(`grid.set.${path} must be a list that is not empty`);
      }
    }
  }
  if (Array.isArray(p.cells)) {
    p.cells.forEach((c, i) => {
      if (record(c) === null) found.push(...cellFields(c, cell, `cells[${i}]`));
    });
  }
  if (p.cells === undefined && p.grid === undefined && p.workflow === undefined) {
    found.push("it names no workflow: give workflow, grid or cells");
  }
  return found;
}

/** Used by a test: every axis of a grid is checked. */
export const checkedAxes = (): boolean => axisNames.every((name) => name in grid);
