import type { Expectation, Wanted } from "./expectation.ts";
import type { Sight, Thing } from "./sight.ts";

/** How near a thing is to the wanted one: the same emoji (any skin tone), its twin, its kind (subgroup), or none. */
export type Match = "same" | "twin" | "kind" | "other";

/** Whether a picture does what its prompt says. */
export interface Verdict {
  /** Of each wanted thing the best match at its place; "missing" if nothing is there. */
  objects: (Match | "missing")[];
  /** Of each wanted thing its rank among the nearest emoji at its place (1 is the nearest); null if not among them. */
  ranks: (number | null)[];
  /** All objects are the same or twins, at their places, and there is nothing else. */
  object: boolean;
  /** There is a thing at each wanted place and at no other, whatever it is. */
  layout: boolean;
  /** For two things: both are there, but at each other's place. */
  swapped: boolean;
  background: boolean;
  /** null where the prompt names no style. */
  style: boolean | null;
  /** Object, background, and style if named. */
  all: boolean;
}

/** How near a thing is to what a prompt wants. */
function match(wanted: Wanted, thing: Thing): Match {
  const found = thing.emoji;
  if (wanted.accept.some((e) => e.base === found.base)) return "same";
  if (wanted.accept.some((e) => e.twin === found.twin)) return "twin";
  return wanted.accept.some((e) => e.kind === found.kind) ? "kind" : "other";
}

/**
 * Holds what the checker sees against what the prompt asks for.
 *
 * @example
 * ```ts
 * import { Checker, expectation, judge, type Picture } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * // A picture of nothing but blue.
 * const data = Uint8Array.from({ length: 96 * 96 * 3 }, (_, i) => [58, 120, 214][i % 3]);
 * const blue: Picture = { width: 96, height: 96, channels: 3, data };
 * const verdict = judge(expectation("cat, blue background"), new Checker().look(blue));
 * assert.deepEqual(verdict.objects, ["missing"]);
 * assert.deepEqual([verdict.background, verdict.all], [true, false]);
 * ```
 */
export function judge(wanted: Expectation, seen: Sight): Verdict {
  const at = (place: string) => seen.things.find((t) => t.place === place);
  const good = (m: string) => m === "same" || m === "twin";
  const objects = wanted.objects.map((w) => {
    const thing = at(w.place);
    return thing ? match(w, thing) : "missing" as const;
  });
  const ranks = wanted.objects.map((w) => {
    const near = at(w.place)?.near.findIndex((l) =>
      w.accept.some((e) => e.twin === l.emoji.twin)
    ) ?? -1;
    return near < 0 ? null : near + 1;
  });
  const layout = seen.things.length === wanted.objects.length &&
    objects.every((m) => m !== "missing");
  const object = layout && objects.every(good);
  const swapped = wanted.objects.length === 2 && seen.things.length === 2 && !object &&
    wanted.objects.every((w) => {
      const thing = at(w.place === "left" ? "right" : "left");
      return thing !== undefined && good(match(w, thing));
    });
  const background = seen.background.colour === wanted.background;
  const style = wanted.style ? seen.style === wanted.style : null;
  return {
    objects,
    ranks,
    object,
    layout,
    swapped,
    background,
    style,
    all: object && background && style !== false,
  };
}
