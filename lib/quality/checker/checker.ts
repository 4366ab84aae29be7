import { type Backdrop, backdrop } from "./backdrop.ts";
import type { Picture } from "../picture.ts";
import { boxes, cellsOf } from "./cells.ts";
import { features } from "./features.ts";
import { likenesses } from "./likeness.ts";
import { palette } from "./palette.ts";
import { readReference } from "./read_reference.ts";
import { type Reference, styles } from "./reference.ts";
import { ringColours } from "./ring.ts";
import { type Scene, scenesOf } from "./scenes.ts";
import type { Sight, Thing } from "./sight.ts";

/** A margin of a smaller part of the distance than this makes no sure likeness. */
const clear = 0.1;

/**
 * Says what a picture of the nano model shows: which emoji, at which place, on which background, in which font. Nearest
 * neighbour among 7,678 glyphs, no learned model. Make one and keep it: tables of a background (0.1 s) are made when
 * first needed, then a picture takes a few ms. How far to trust it: data/checker/README.md.
 *
 * @example
 * ```ts
 * import { Checker, type Picture } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * // A red disc on white.
 * const data = new Uint8Array(96 * 96 * 3).fill(255);
 * for (let p = 0; p < 96 * 96; p++) {
 *   if (Math.hypot(p % 96 - 47.5, Math.floor(p / 96) - 47.5) < 47) data.set([221, 46, 68], 3 * p);
 * }
 * const picture: Picture = { width: 96, height: 96, channels: 3, data };
 * const seen = new Checker().look(picture);
 * assert.equal(seen.background.colour, "white");
 * assert.equal(seen.things[0].emoji.en, "red circle");
 * ```
 */
export class Checker {
  readonly reference: Reference;
  #backdrops = new Map<number, Backdrop>();

  /** @param reference the kit's own unless given */
  constructor(reference: Reference = readReference()) {
    this.reference = reference;
  }

  /**
   * What a picture shows. Deterministic. Any size: positions are parts of width and height. It always names something:
   * look at `sure` and `fit`.
   *
   * @param near how many nearest emoji to list of each thing
   */
  look(p: Picture, near = 5): Sight {
    const { grid } = this.reference;
    const centre = cellsOf(p, boxes.centre, grid);
    const halves = [cellsOf(p, boxes.left, grid), cellsOf(p, boxes.right, grid)];
    let best: Scene | undefined;
    for (const candidate of ringColours(centre, grid, cornersOf(p))) {
      const b = this.#backdrop(candidate.colour);
      for (const scene of scenesOf(this.reference, b, candidate, centre, halves)) {
        if (!best || scene.cost < best.cost) best = scene;
      }
    }
    return this.#sight(best!, near);
  }

  /** Describes the whole picture in numbers, for distances between sets: see features.ts. */
  describe(p: Picture): Float32Array {
    return features(this.reference, this.#backdrop(0), p);
  }

  #backdrop(colour: number): Backdrop {
    let b = this.#backdrops.get(colour);
    if (!b) this.#backdrops.set(colour, b = backdrop(this.reference, colour));
    return b;
  }

  #sight(scene: Scene, near: number): Sight {
    const r = this.reference, { candidate, found } = scene;
    const things = found.map((f): Thing => {
      const list = likenesses(r, f.of, f.empty, found.length > 1 ? f.style : undefined, near);
      return {
        ...list.near[0],
        place: f.place,
        margin: list.margin,
        sure: list.margin >= clear * list.near[0].distance,
        near: list.near,
      };
    });
    return {
      background: {
        colour: palette[candidate.colour].en,
        share: candidate.share,
        distance: candidate.distance,
      },
      things,
      style: found.length ? styles[found[0].style] : null,
      fit: scene.contrast > 0 ? 1 - scene.error / scene.contrast : 0,
    };
  }
}

/** Mean colour of each corner's 1/48 of width and height (2 x 2 pixels of 96), 0 to 1. */
function cornersOf(p: Picture): Float32Array[] {
  const size = 1 / 48, ends = [0, 1 - size];
  return ends.flatMap((y) => ends.map((x) => cellsOf(p, { x, y, w: size, h: size }, 1)));
}
