import { kNfe } from "@kgen/kinetics";

/** One exercise: how its answer is found, how near an answer must be, and what helps a reader who is stuck. */
export interface Exercise {
  /** The right answer; `given` is what the cell hands over, such as a Run. */
  solve(given: any): number;
  /** Relative tolerance. */
  tolerance: number;
  hint: string;
}

/** The exercises of the notebooks, by notebook and number. */
export const EXERCISES: Record<string, Exercise> = {
  "1.1": {
    solve: (run) => kNfe(run, "sampling").value,
    tolerance: 0.005,
    hint:
      "run.evaluations has nfe and t of each one. Divide the NFE after the first evaluation by the seconds after it.",
  },
  "1.2": {
    solve: () => (2 * 20 - 1) * 2,
    tolerance: 0,
    hint:
      "Heun evaluates twice a step, but only once in the last. Guidance doubles every evaluation.",
  },
  "1.3": {
    solve: () => -Math.log(1 - 0.95) / 3,
    tolerance: 0.01,
    hint: "Set I = 0.95 in I = 1 − exp(−k·C·t) and solve for t. Math.log is the natural logarithm.",
  },
};
