import { FigureError } from "./figure.ts";

/** Refuses an empty list, and values that have no place: the message names the first of them. */
export function checkPoints<T extends object>(
  points: readonly T[],
  columns: readonly (keyof T & string)[],
  what: string,
): void {
  if (points.length === 0) throw new FigureError(`There are no ${what} to draw.`);
  points.forEach((point, i) => {
    for (const column of columns) {
      const value = point[column];
      if (typeof value === "number" && Number.isFinite(value)) continue;
      throw new FigureError(
        `${what}: row ${i + 1} has ${column} = ${value}, which has no place in a figure. ` +
          `Leave the row out, or mend it.`,
      );
    }
  });
}
