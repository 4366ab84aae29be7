import type { FrameRow } from "@kgen/tables";
import { significant } from "@kgen/stats";
import { bestOf, directionOf, type MetricLike, nameOf } from "./best_value.ts";
import type {
  Completeness,
  CompletenessPoint,
  Plateau,
  PlateauChoice,
} from "./completeness_types.ts";
import { KineticsError } from "./errors.ts";
import { fitOrder } from "./fit_order.ts";

/** What I = 1 is, from what was asked for. `scaled` makes the points of a provisional ceiling, for a fit. */
export function plateauOf(
  choice: PlateauChoice,
  metric: string | MetricLike,
  rows: readonly FrameRow[],
  zero: number,
  order: number,
  scaled: (one: number) => CompletenessPoint[],
): Plateau {
  const plain = { se: null, fit: null };
  if (choice === "best") {
    return { kind: "best", name: "the best value", value: bestOf(metric), ...plain };
  }
  if (choice === "last frame") {
    return { kind: "last frame", name: "the last frame", value: rows.at(-1)!.value, ...plain };
  }
  if (choice === "fitted") return fitted(metric, rows, zero, order, scaled);
  if (typeof choice === "number") {
    return { kind: "given", name: "the given score", value: choice, ...plain };
  }
  if (typeof choice === "object" && choice !== null && typeof choice.value === "number") {
    return { kind: "given", name: choice.name, value: choice.value, ...plain };
  }
  throw new KineticsError(
    "argument",
    `plateau must be "best", "last frame", "fitted", a score, or { value, name }; got ${
      JSON.stringify(choice)
    }.`,
  );
}

/**
 * Where the curve of an order ends, as a score: I = P·f(k·C·t) is fitted with a provisional ceiling, and P moves the
 * ceiling. The result does not depend on the provisional one, as the curve is a multiple of P.
 */
function fitted(
  metric: string | MetricLike,
  rows: readonly FrameRow[],
  zero: number,
  order: number,
  scaled: (one: number) => CompletenessPoint[],
): Plateau {
  const name = nameOf(metric), run = rows[0].run;
  if (order === 0) {
    throw new KineticsError("argument", "Order 0, a straight line, has no plateau to fit.");
  }
  const direction = directionOf(metric);
  const away = (v: number) =>
    direction === null ? Math.abs(v - zero) : direction === "higher" ? v - zero : zero - v;
  // With any finite ceiling the same frames are usable; those that are their own reference are not.
  const usable = scaled(zero + 1).flatMap((p, i) => p.used ? [rows[i].value] : []);
  const far = usable.reduce((m, v) => away(v) > away(m) ? v : m, zero);
  if (far === zero) {
    throw new KineticsError(
      "no progress",
      `No frame of run ${run} is better than the baseline by ${name} (${significant(zero)}), so ` +
        `there is no plateau to fit.`,
    );
  }
  const provisional = { run, metric: name, C: 1, points: scaled(far) } as Completeness;
  const fit = fitOrder(provisional, order, { plateau: "fit" });
  if (fit.plateauSe === null || Number.isNaN(fit.se)) {
    throw new KineticsError(
      "no plateau",
      `The frames of run ${run} do not bend towards a plateau by ${name}: order ${order} finds none. ` +
        `Run more steps, or say what is complete: plateau "best", "last frame" or a score.`,
    );
  }
  return {
    kind: "fitted",
    name: `the plateau of order ${order} fitted to ${fit.n} frames`,
    value: zero + fit.plateau * (far - zero),
    se: fit.plateauSe * Math.abs(far - zero),
    fit,
  };
}
