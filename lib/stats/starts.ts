import { FitError } from "./errors.ts";
import type { Minimum } from "./levenberg_marquardt.ts";
import type { NonlinearOptions } from "./nonlinear_problem.ts";
import { random } from "./random.ts";

/** Further starts, drawn evenly between the bounds: a Latin hypercube, seeded. */
export function drawnStarts(names: string[], options: NonlinearOptions): number[][] {
  const { starts = 0, seed = 1, lower, upper } = options;
  if (!Number.isInteger(starts) || starts < 0) {
    throw new FitError("argument", `starts must be a whole number from 0 up; got ${starts}.`);
  }
  if (starts === 0) return [];
  const { uniform, below } = random(seed);
  const columns = names.map((name, j) => {
    const lo = lower?.[j] ?? -Infinity, hi = upper?.[j] ?? Infinity;
    if (!(Number.isFinite(lo) && Number.isFinite(hi))) {
      throw new FitError(
        "argument",
        `Drawn starts need finite bounds; "${name}" goes from ${lo} to ${hi}.`,
        name,
      );
    }
    const slots = Array.from({ length: starts }, (_, s) => s);
    for (let i = starts - 1; i > 0; i--) {
      const k = below(i + 1);
      [slots[i], slots[k]] = [slots[k], slots[i]];
    }
    return slots.map((s) => lo + (hi - lo) * (s + uniform()) / starts);
  });
  return Array.from({ length: starts }, (_, s) => columns.map((c) => c[s]));
}

/** The lowest end; one that did not converge only if none did. */
export function bestEnd(ends: Minimum[]): Minimum {
  return ends.reduce((a, b) =>
    a.converged === b.converged ? (b.rss < a.rss ? b : a) : (b.converged ? b : a)
  );
}
