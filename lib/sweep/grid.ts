import type { CellSpec, GridAxes } from "./plan_file.ts";

/** One value of an axis: what it does to a cell, and its short name. */
interface Choice {
  word: string;
  apply: (spec: CellSpec) => CellSpec;
}

const changing = (key: string) => (value: unknown): Choice["apply"] => (s) => ({
  ...s,
  changes: { ...s.changes, [key]: value },
});

const own = (key: string) => (value: unknown): Choice["apply"] => (s) => ({ ...s, [key]: value });

/** How each axis changes a cell. */
const axes: Record<string, (value: any) => Choice["apply"]> = {
  workflow: own("workflow"),
  prompt: changing("prompt"),
  negative: changing("negative"),
  steps: changing("steps"),
  batch: changing("batch"),
  cfg: changing("cfg"),
  sampler: changing("sampler"),
  scheduler: changing("scheduler"),
  denoise: changing("denoise"),
  dtype: own("dtype"),
  compile: own("compile"),
  size: (text: string) => (s) => {
    const [width, height] = text.split("x").map(Number);
    return { ...s, changes: { ...s.changes, width, height } };
  },
  lora: (lora) => (s) => lora === null ? s : { ...s, changes: { ...s.changes, lora } as any },
};

/** Names of the axes of a grid, without `set`. */
export const axisNames: readonly string[] = Object.keys(axes);

/**
 * Every combination of the values of the axes, as cells. The tag names what varies.
 *
 * @example
 * ```ts
 * import { gridCells } from "@kgen/sweep";
 * import assert from "node:assert/strict";
 *
 * const cells = gridCells({ steps: [4, 8], size: ["512x512"], set: { "3.denoise": [1, 0.5] } });
 * assert.equal(cells.length, 4);
 * assert.equal(cells[1].tag, "steps 4, 3.denoise 0.5");
 * ```
 */
export function gridCells(grid: GridAxes): CellSpec[] {
  const { set = {}, ...plain } = grid;
  const lists: Choice[][] = [];
  for (const [name, values] of Object.entries(plain)) {
    lists.push((values as unknown[]).map((v) => ({
      word: values.length > 1 ? word(name, v) : "",
      apply: axes[name](v),
    })));
  }
  for (const [path, values] of Object.entries(set)) {
    lists.push(values.map((v) => ({
      word: values.length > 1 ? `${path} ${short(v)}` : "",
      apply: (s) => ({
        ...s,
        changes: { ...s.changes, set: { ...s.changes?.set, [path]: v } },
      }),
    })));
  }
  let cells: CellSpec[] = [{ tag: "" }];
  for (const list of lists) {
    cells = cells.flatMap((cell) =>
      list.map(({ word, apply }) =>
        apply({ ...cell, tag: [cell.tag, word].filter((t) => t !== "").join(", ") })
      )
    );
  }
  return cells.map((c) => c.tag === "" ? { ...c, tag: undefined } : c);
}

function word(name: string, value: unknown): string {
  if (name === "workflow") {
    return String(value).replace(/^.*[\\/]/, "").replace(/(\.api)?\.json$/, "");
  }
  if (name === "prompt") return JSON.stringify(short(value));
  if (value === null) return `no ${name}`;
  if (name === "lora") {
    const { file, strength = 1 } = value as any;
    return `lora ${file} ${strength}`;
  }
  return `${name} ${short(value)}`;
}

function short(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
