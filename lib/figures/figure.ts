/** A figure: one SVG picture that stands alone, the same bytes for the same data. */
export interface Figure {
  /** The whole `<svg>` element, with xmlns, title and legend inside. */
  svg: string;
  /** What the figure shows, in words, for those who cannot see it. */
  alt: string;
  /** One line. */
  title: string;
  /** In CSS pixels. */
  width: number;
  /** In CSS pixels. */
  height: number;
}

/** Data that a figure cannot be drawn from. */
export class FigureError extends Error {
  override readonly name = "FigureError";
}
