import { moduleOf } from "./module.ts";
import type { Frame, Profile } from "./profile.ts";

/** A function in a profile. */
export interface TopFunction {
  function: string;
  /** "file:line" of where it was seen most, "" for native code without a file. */
  where: string;
  /** Part of the samples in which it was at work itself, and in which it was on the stack, %. */
  self_percent: number;
  total_percent: number;
  self: number;
  total: number;
}

/** A module in a profile. */
export interface TopModule {
  module: string;
  self_percent: number;
  total_percent: number;
}

interface Counts {
  self: number;
  total: number;
}

const percent = (n: number, of: number) => of === 0 ? 0 : Math.round(1e4 * n / of) / 100;

/** Counts every key once a stack, so that recursion is not counted twice; the innermost one is at work. */
function count(profile: Profile, key: (f: Frame) => string): Map<string, Counts> {
  const found = new Map<string, Counts>();
  const of = (k: string) => found.get(k) ?? found.set(k, { self: 0, total: 0 }).get(k)!;
  for (const { frames, count: n } of profile.stacks) {
    for (const k of new Set(frames.map(key))) of(k).total += n;
    const innermost = frames.at(-1);
    if (innermost) of(key(innermost)).self += n;
  }
  return found;
}

/**
 * The part of a profile in which a function was on the stack. Threads that only wait count in a profile, where
 * py-spy cannot tell that they sleep: `execute_async` leaves ComfyUI's jobs and nothing else.
 *
 * @param name as py-spy gives it; the class before it may be left out
 *
 * @example
 * ```ts
 * import { parseProfile, stacksWithin } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * const p = parseProfile("w (t.py:1) 5\nm (m.py:1);PromptExecutor.execute_async (execution.py:789) 3\n");
 * assert.equal(stacksWithin(p, "execute_async").samples, 3);
 * ```
 */
export function stacksWithin(profile: Profile, name: string): Profile {
  const is = (f: Frame) => f.name === name || f.name.endsWith(`.${name}`);
  const stacks = profile.stacks.filter((s) => s.frames.some(is));
  return { ...profile, stacks, samples: stacks.reduce((n, s) => n + s.count, 0) };
}

const order = <T extends Counts>(a: T, b: T) => b.self - a.self || b.total - a.total;

/**
 * The functions that a profile was in most, by the samples in which they were at work themselves. A function
 * that only calls others has a large total and a small self.
 *
 * @param o.n how many; default 20
 * @param o.by "self" (default) or "total"
 *
 * @example
 * ```ts
 * import { parseProfile, topFunctions } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * const p = parseProfile("main (main.py:9);f (a.py:2) 3\nmain (main.py:9) 1\n");
 * const [first, second] = topFunctions(p);
 * assert.deepEqual([first.function, first.where, first.self_percent], ["f", "a.py:2", 75]);
 * assert.deepEqual([second.function, second.self_percent, second.total_percent], ["main", 25, 100]);
 * ```
 */
export function topFunctions(
  profile: Profile,
  o: { n?: number; by?: "self" | "total" } = {},
): TopFunction[] {
  const key = (f: Frame) => `${f.name}\n${f.file ?? ""}`;
  const lines = new Map<string, Map<number, number>>();
  for (const { frames, count: n } of profile.stacks) {
    for (const f of frames) {
      if (f.line === null) continue;
      const seen = lines.get(key(f)) ?? lines.set(key(f), new Map()).get(key(f))!;
      seen.set(f.line, (seen.get(f.line) ?? 0) + n);
    }
  }
  const all = [...count(profile, key)].map(([k, c]) => {
    const [name, file] = k.split("\n");
    const line = [...lines.get(k) ?? []].sort((a, b) => b[1] - a[1])[0]?.[0];
    return {
      function: name,
      where: file + (line === undefined ? "" : `:${line}`),
      self_percent: percent(c.self, profile.samples),
      total_percent: percent(c.total, profile.samples),
      ...c,
    };
  });
  all.sort(o.by === "total" ? (a, b) => b.total - a.total || b.self - a.self : order);
  return all.slice(0, o.n ?? 20);
}

/**
 * The same by module: torch, comfy (ComfyUI's own code), aiohttp, PIL and so on; native code by its library.
 *
 * @example
 * ```ts
 * import { parseProfile, topModules } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * const p = parseProfile("main (main.py:9);forward (torch/nn/modules/linear.py:134) 4\n");
 * assert.deepEqual(topModules(p)[0], { module: "torch", self_percent: 100, total_percent: 100 });
 * ```
 */
export function topModules(profile: Profile, o: { n?: number } = {}): TopModule[] {
  return [...count(profile, (f) => moduleOf(f.file))]
    .map(([module, c]) => ({ module, ...c }))
    .sort(order)
    .slice(0, o.n ?? 12)
    .map(({ module, self, total }) => ({
      module,
      self_percent: percent(self, profile.samples),
      total_percent: percent(total, profile.samples),
    }));
}
