/** A cell that is drawn: markup for a page, text for a terminal. Made by this room only. */
export class Drawing {
  /** Trusted markup: what comes from outside is escaped before it gets here. */
  readonly html: string;
  /** What a terminal shows. */
  readonly text: string;

  constructor(html: string, text: string) {
    this.html = html;
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}
