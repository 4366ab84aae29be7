import { type Box, box, line, type PlacedLabel, touches, within } from "./place_labels.ts";
import { textWidth } from "./words.ts";

/** A name with its place, and the line from the point to it where it stands further away. */
export interface PlacedName extends PlacedLabel {
  leader: { x1: number; y1: number; x2: number; y2: number } | null;
}

/** A point with the bars that are drawn through it. */
export interface NamedPoint {
  x: number;
  y: number;
  text?: string;
  /** Ends of its bars, in pixels. */
  bars?: { left: number; right: number; top: number; bottom: number };
}

const SIZE = 11, NEAR = 8, RINGS = [8, 16, 26, 38, 52, 68, 86, 106];
const ANGLES = [0, 180, 270, 90, 315, 225, 45, 135, 340, 200, 20, 160].map((a) =>
  a * Math.PI / 180
);

/**
 * Sets names beside their points where they touch no point, no bar, no other name, no line and no edge, further away with a thin
 * leader where there is no room near. Points come in order of importance. A name without room anywhere is left out.
 */
export function placeNames(
  points: NamedPoint[],
  edges: Box,
  lines: NonNullable<PlacedName["leader"]>[] = [],
): PlacedName[] {
  const taken = points.flatMap(({ x, y, bars }) => [
    box(x - 5, x + 5, y - 5, y + 5),
    ...(bars
      ? [box(bars.left, bars.right, y - 1, y + 1), box(x - 1, x + 1, bars.top, bars.bottom)]
      : []),
  ]);
  for (const l of lines) {
    const [x1, x2] = [Math.min(l.x1, l.x2), Math.max(l.x1, l.x2)];
    const [y1, y2] = [Math.min(l.y1, l.y2), Math.max(l.y1, l.y2)];
    taken.push(box(x1 - 1, x2 + 1, y1 - 1, y2 + 1));
  }
  const placed: PlacedName[] = [];
  for (const point of points) {
    if (!point.text) continue;
    for (const name of tries(point, point.text)) {
      const width = textWidth(name.text, SIZE);
      const left = name.anchor === "start"
        ? name.x
        : name.anchor === "end"
        ? name.x - width
        : name.x - width / 2;
      const room = line(left, width, name.y);
      if (!within(room, edges) || taken.some((t) => touches(room, t))) continue;
      if (name.leader && crosses(name.leader, taken, points, point)) continue;
      placed.push(name);
      taken.push(room);
      break;
    }
  }
  return placed;
}

function* tries({ x, y }: NamedPoint, text: string): Generator<PlacedName> {
  for (const away of RINGS) {
    for (const angle of ANGLES) {
      const dx = Math.cos(angle), dy = Math.sin(angle);
      const anchor = dx > 0.5 ? "start" : dx < -0.5 ? "end" : "middle";
      const at = { x: x + away * dx, y: y + away * dy };
      const base = at.y + (dy > 0.5 ? 9 : dy < -0.5 ? 0 : 4);
      const leader = away <= NEAR
        ? null
        : { x1: x + 5 * dx, y1: y + 5 * dy, x2: at.x - 2 * dx, y2: at.y - 2 * dy };
      yield { x: at.x, y: base, text, anchor, leader };
    }
  }
}

/** Whether a leader goes through something that is not its own point. */
function crosses(
  leader: NonNullable<PlacedName["leader"]>,
  taken: Box[],
  points: NamedPoint[],
  own: NamedPoint,
): boolean {
  const { x1, y1, x2, y2 } = leader;
  const near = (b: Box) =>
    own.x >= b.left && own.x <= b.right && own.y >= b.top && own.y <= b.bottom;
  const others = taken.filter((b) => !near(b) && (b.right - b.left > 3 && b.bottom - b.top > 3));
  for (let i = 0; i <= 8; i++) {
    const x = x1 + (x2 - x1) * i / 8, y = y1 + (y2 - y1) * i / 8;
    if (others.some((b) => x > b.left && x < b.right && y > b.top && y < b.bottom)) return true;
  }
  return points.some((p) => p !== own && Math.hypot(p.x - x2, p.y - y2) < 6);
}
