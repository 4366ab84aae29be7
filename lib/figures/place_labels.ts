import { textWidth } from "./words.ts";

/** A name with its place. */
export interface PlacedLabel {
  x: number;
  y: number;
  text: string;
  anchor: "start" | "middle" | "end";
}

/** A rectangle that something takes, in pixels. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const SIZE = 11, AWAY = 7;

/**
 * Sets names beside their points: right, left, above or below, where they touch no other point, no other
 * name and no edge. A name without room is left out: none at all is better than two on each other.
 */
export function placeLabels(
  points: { x: number; y: number; text?: string }[],
  edges: Box,
): PlacedLabel[] {
  const taken: Box[] = points.map(({ x, y }) => box(x - 4, x + 4, y - 4, y + 4));
  const placed: PlacedLabel[] = [];
  for (const { x, y, text } of points) {
    if (text === undefined || text === "") continue;
    const width = textWidth(text, SIZE);
    const tries: [PlacedLabel, Box][] = [
      [{ x: x + AWAY, y: y + 4, text, anchor: "start" }, line(x + AWAY, width, y + 4)],
      [{ x: x - AWAY, y: y + 4, text, anchor: "end" }, line(x - AWAY - width, width, y + 4)],
      [{ x, y: y - AWAY, text, anchor: "middle" }, line(x - width / 2, width, y - AWAY)],
      [{ x, y: y + 16, text, anchor: "middle" }, line(x - width / 2, width, y + 16)],
    ];
    const free = tries.find(([, b]) => within(b, edges) && !taken.some((t) => touches(b, t)));
    if (!free) continue;
    placed.push(free[0]);
    taken.push(free[1]);
  }
  return placed;
}

export function box(left: number, right: number, top: number, bottom: number): Box {
  return { left, right, top, bottom };
}

/** Room of a line of text on that base line. */
export function line(left: number, width: number, base: number): Box {
  return box(left, left + width, base - SIZE + 1, base + 3);
}

export function touches(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export function within(a: Box, b: Box): boolean {
  return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
}
