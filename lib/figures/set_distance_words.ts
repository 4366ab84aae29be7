import { FigureError } from "./figure.ts";
import type { SetDistancePoint } from "./set_distance.ts";

/** Pictures that a covariance of 2,048 features needs for its full rank. */
const ENOUGH = 2048;

/** Distances by other features, or of another kind, are not on one scale. */
export function one(values: (string | undefined)[], what: string): string | undefined {
  const found = [...new Set(values)];
  if (found.length === 1) return found[0];
  throw new FigureError(
    `The points differ in ${what} (${found.map((v) => v ?? "not told").join(", ")}): ` +
      `they cannot share an axis. Draw a figure for each.`,
  );
}

/** Refuses a point that has no place: the message names it. */
export function checkDistance(p: SetDistancePoint, i: number): void {
  const where = `distances of sets: row ${i + 1} (step ${p.step})`;
  if (!Number.isInteger(p.step)) throw new FigureError(`${where}: a step is a whole number.`);
  if (p.n?.some((n) => n < 2)) {
    throw new FigureError(
      `${where}: a set of ${Math.min(...p.n)} pictures has no distance; it takes sets.`,
    );
  }
  if (p.value === null || Number.isNaN(p.value)) return;
  if (!Number.isFinite(p.value)) throw new FigureError(`${where} has the value ${p.value}.`);
  if (p.std != null && !(p.std >= 0 && p.std < Infinity)) {
    throw new FigureError(`${where} has std = ${p.std}.`);
  }
  if (p.lo == null && p.hi == null) return;
  if (p.lo == null || p.hi == null || !(p.lo <= p.value && p.value <= p.hi && p.hi < Infinity)) {
    throw new FigureError(
      `${where} has the value ${p.value} and an interval from ${p.lo} to ${p.hi}; give both ends around it.`,
    );
  }
}

/** How large the sets are and what that means, what is missing, and the warnings of the results. */
export function captionOf(
  points: readonly SetDistancePoint[],
  known: readonly SetDistancePoint[],
): string[] {
  const told: string[] = [];
  // Which of the two sets it was says nothing here: the same is told once.
  const warnings = [
    ...new Set(
      known.flatMap((p) => p.warnings ?? [])
        .map((w) => w.replace(/^The (first|second) set has/, "A set has")),
    ),
  ];
  const sizes = known.flatMap((p) => p.n ?? []);
  const least = Math.min(...sizes), largest = Math.max(...sizes);
  if (sizes.length === 0) {
    told.push(
      "How many pictures the sets have is not told; under 2,048 a Fréchet distance is biased upwards.",
    );
  } else if (least < ENOUGH) {
    const range = least === largest ? `${least}` : `${least} to ${largest}`;
    told.push(
      `Sets of ${range} pictures, under 2,048: compare these values with each other only, not with ` +
        `published ones.` + (warnings.length > 0
          ? ""
          : ` A Fréchet distance of small sets is biased upwards; a kernel distance is not, but scatters.`),
    );
  } else told.push(`Sets of ${least === largest ? least : `${least} to ${largest}`} pictures.`);
  const missing = points.filter((p) => !known.includes(p)).map((p) => p.step);
  if (missing.length > 0) {
    told.push(
      `No value at step${missing.length > 1 ? "s" : ""} ${[...new Set(missing)].join(", ")}.`,
    );
  }
  told.push(...warnings.slice(0, 3));
  if (warnings.length > 3) told.push(`${warnings.length - 3} more warnings are in the results.`);
  return told;
}
