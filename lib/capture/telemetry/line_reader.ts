/** Cuts text that comes in pieces into whole lines. */
export class LineReader {
  #rest = "";

  /** The lines that are whole by now, without their ends. */
  push(piece: string): string[] {
    const lines = (this.#rest + piece).split(/\r?\n/);
    // A program that never ends a line must not fill the memory.
    this.#rest = lines.pop()!.slice(-65_536);
    return lines;
  }

  /** What is left when the text has ended. */
  get rest(): string {
    return this.#rest;
  }
}
