/** One emoji (or skin tone of one) of the index. */
export interface Emoji {
  /** Code points, as emojibase writes them: "1F431". */
  hexcode: string;
  en: string;
  zh: string;
  /** Number of the emoji of which this is a skin tone; its own number for others. */
  base: number;
  /** 0 for no skin tone, 1 to 5; several people may have several, then the first. */
  tone: number;
  /** "animals-nature", and finer "animal-mammal". */
  group: string;
  kind: string;
  /** Number of the class of emoji that look alike or differ by gender alone (stated in the README). */
  twin: number;
  /** Tags in both languages; skin tones share those of their base. */
  tags: string[];
}

/** The checker's knowledge: every glyph of two emoji fonts as a short code over common principal components. */
export interface Reference {
  emoji: Emoji[];
  /** How many glyphs, components, and cells on a side. */
  n: number;
  k: number;
  grid: number;
  gamma: number;
  /** Of each glyph: the number of its emoji, and its font (0 Noto, 1 Twemoji). */
  emojiOf: Uint16Array;
  styleOf: Uint8Array;
  /** n x k. */
  codes: Float32Array;
  /** k x (4·grid²) components and the mean: planes red, green, blue (less mid·alpha), and alpha·spread. */
  basis: Float32Array;
  mean: Float32Array;
  mid: number;
  spread: number;
}

export const styles = ["noto", "twemoji"] as const;
export type Style = typeof styles[number];
