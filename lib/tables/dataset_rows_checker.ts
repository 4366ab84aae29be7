/** What the checker said of one picture of nano v0: each yes is 1, each no 0. See data/checker/README.md. */
export interface CheckerVerdict {
  /** Specification of prompts.json; English and Chinese share it. */
  id: string;
  /** en or zh */
  language: string;
  seed: number;
  prompt: string;
  /** Things that the prompt asks for. */
  things: number;
  /** All things the same or twins, at their places, and nothing else. */
  object: number;
  /** A thing at each wanted place and at no other. */
  layout: number;
  /** Both things, at each other's place. */
  swapped: number;
  background: number;
  /** null where the prompt names no font. */
  style: number | null;
  /** Object, background, and style if named. */
  all: number;
  /** Of each wanted thing: same, twin, kind, other or missing. */
  match: string;
  seen: string;
  seen_background: string;
  seen_style: string | null;
  /** Of each thing seen: 1 if the next class is at least a tenth farther. */
  sure: string;
  distance: string;
  margin: string;
  /** Explained part of the picture's contrast. */
  fit: number;
}
