import { arrhenius, completeness, complianceRate, kelvin, kNfe, stepsLine } from "@kgen/kinetics";
import { dataset } from "@kgen/tables";

/** One exercise: how its answer is found, how near an answer must be, and what helps a reader who is stuck. */
export interface Exercise {
  /** The right answer; `given` is what the cell hands over, such as a Run. */
  solve(given: any): number;
  /** Relative tolerance. */
  tolerance: number;
  hint: string;
}

/** Job time against NFE on the recorded H100, all 24 runs. */
function h100Line() {
  const runs = dataset("h100/runs").filter((run) => run.group === "steps");
  return stepsLine(runs.map((run) => ({ nfe: run.nfe, seconds: run.job_s })));
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
  "2.1": {
    solve: () => {
      const { overhead, perNfe } = h100Line();
      return overhead.value + 50 * perNfe.value;
    },
    tolerance: 0.01,
    hint:
      "Overhead plus 50 times the time of an evaluation. line.overhead.value and line.perNfe.value hold them.",
  },
  "2.2": {
    solve: () => {
      const { overhead, perNfe } = h100Line();
      return (100 * overhead.value) / (overhead.value + 8 * perNfe.value);
    },
    tolerance: 0.03,
    hint:
      "Divide the overhead by the whole time that the line gives for 8 NFE, and take it times 100.",
  },
  "2.3": {
    solve: () => 2,
    tolerance: 0,
    hint: "Look at the table of 2.4: which equation has the difference 0 for that law?",
  },
  "3.1": {
    solve: () => Math.exp(1200 * (1 / kelvin(60) - 1 / kelvin(70))),
    tolerance: 0.005,
    hint: "ln(k2/k1) = (Ea/R)·(1/T1 − 1/T2), with T in kelvin: 60 °C is 333.15 K.",
  },
  "3.2": {
    solve: () => Math.exp(9.8 - 1200 / kelvin(70)),
    tolerance: 0.01,
    hint: "k = exp(ln A − (Ea/R)/T), with T in kelvin: 70 °C is 343.15 K.",
  },
  "3.3": {
    solve: () => {
      const heat = dataset("h100/runs").filter((run) => run.group === "heat");
      return arrhenius(heat.map((run) => ({ T_K: kelvin(run.t_before_c), k: run.k_job }))).EaR
        .value;
    },
    tolerance: 0.01,
    hint: "As in 3.3, with k: run.k_job. The value is in .EaR.value.",
  },
  "4.1": {
    solve: () => 60 / 3.21,
    tolerance: 0.01,
    hint: "30 steps with guidance are 60 evaluations; the table gives 3.21 s.",
  },
  "4.2": {
    solve: () => Math.log(11.11) + 1200 / kelvin(70),
    tolerance: 0.01,
    hint: "Solve ln k = ln A − (Ea/R)/T for ln A.",
  },
  "5.1": {
    solve: (rows) => completeness(rows, "ssim").points.find((p) => p.step === 20)!.I,
    tolerance: 0.01,
    hint:
      'scores.find((r) => r.metric === "ssim" && r.step === 20) has the value. Take that of step 1 away, above and below.',
  },
  "5.2": {
    solve: () => 1 - 10 ** ((20 - 40) / 10),
    tolerance: 0.002,
    hint:
      "psnr = −10·log10(mse): 10 dB more is a tenth of the mse. And I = 1 − mse/mse of the first.",
  },
  "5.3": {
    solve: () => 100 * complianceRate(20, 20).ci[0],
    tolerance: 0.01,
    hint: "complianceRate(20, 20).ci[0] is the lower end, as a part of 1.",
  },
  "5.4": {
    solve: () => 96 + 1,
    tolerance: 0,
    hint: "Two pictures span one direction, three span two. How many span 96?",
  },
};
