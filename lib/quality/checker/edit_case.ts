import type { Style } from "./reference.ts";
import type { Place } from "./sight.ts";

export const editKinds = [
  "style",
  "background",
  "skin",
  "mirror",
  "replace",
  "fill",
  "sketch",
] as const;
/** What an instruction asks for. */
export type EditKind = typeof editKinds[number];

/** A picture that is known: which emoji where, on which background, in which font. */
export interface EditScene {
  objects: { hexcode: string; place: Place }[];
  /** A palette colour. */
  background: string;
  /** null where the font does not count. */
  style: Style | null;
}

/** An instruction to edit a picture, and what must come of it. */
export interface EditCase {
  id: string;
  kind: EditKind;
  seed: number;
  /** The instruction in English and Chinese. */
  en: string;
  zh: string;
  from: EditScene;
  want: EditScene;
  /** What is to be filled in: a rectangle in pixels of the 96x96 picture. Of kind fill only. */
  mask?: { x: number; y: number; w: number; h: number };
}

/** Whether an instruction was followed, and what that was seen by. */
export interface EditVerdict {
  followed: boolean;
  /** Each condition of `followed`. */
  checks: Record<string, boolean>;
  /** Conditions that are told and do not count. */
  told: Record<string, boolean>;
  /** The numbers behind them. */
  scores: Record<string, number>;
}
