import type { boxes } from "./cells.ts";
import type { Emoji, Style } from "./reference.ts";

export type Place = keyof typeof boxes;

/** A glyph that something in a picture resembles. */
export interface Likeness {
  emoji: Emoji;
  style: Style;
  /** Part of the picture's contrast with the background that this glyph leaves unexplained: 0 is the same picture. */
  distance: number;
}

/** One thing in a picture. */
export interface Thing extends Likeness {
  place: Place;
  /** How much farther the nearest glyph of another twin class is: its distance less this one's. */
  margin: number;
  /** The next twin class is at least a tenth farther. On nano v0, 97 % of sure things are what was asked, else 52 %. */
  sure: boolean;
  /** The nearest glyphs, one of each emoji (skin tones are one), nearest first. */
  near: Likeness[];
}

/** What the checker sees in a picture. */
export interface Sight {
  background: {
    colour: string;
    /** Part of the picture's edge that shows it; 0 where no palette colour is seen. */
    share: number;
    /** Mean RGB distance (0 to 441) of that edge from the palette colour. */
    distance: number;
  };
  /** One thing in the centre, or up to two of half the size at the left and the right. */
  things: Thing[];
  /** The font of all things together; null without things. */
  style: Style | null;
  /** Part of the picture's contrast with the background that the reference explains, below 1. */
  fit: number;
}
