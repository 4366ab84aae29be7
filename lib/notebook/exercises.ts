import {
  arrhenius,
  benchmarkOptions,
  completeness,
  complianceRate,
  h100Catalysis,
  kelvin,
  kNfe,
  stepsLine,
  throughput,
} from "@kgen/kinetics";
import { meanInterval, smallestSeen, tInterval } from "@kgen/stats";
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

/** A condition of the kit's H100 recordings by its name. */
function h100Option(name: string) {
  return benchmarkOptions("h100-kit").find((o) => o.name === name)!;
}

/** Rates of the kit's warm H100 runs of one group, by how they were timed, s⁻¹. */
function h100Rates(group: string, way: string): number[] {
  return dataset("h100-kit/runs")
    .filter((run) => run.start === "warm" && run.group === group && run.way === way)
    .map((run) => run.k_sampling!);
}

/** The fewest runs whose 95 % interval is within 1 % of the mean, by the scatter of the H100's. */
function runsForOnePercent(): number {
  const { mean, sd } = meanInterval(h100Rates("turbo", "plugin"));
  let n = 2;
  while (tInterval(0, sd! / Math.sqrt(n), n - 1)[1] > 0.01 * mean) n++;
  return n;
}

/** The exercises of the notebooks, by notebook and number. */
export const EXERCISES: Record<string, Exercise> = {
  "0.1": {
    solve: () => 25 * 2,
    tolerance: 0,
    hint: "Guidance asks twice a step, with the prompt and without it.",
  },
  "0.2": {
    solve: () => 8 / 0.72,
    tolerance: 0.01,
    hint: "Evaluations divided by seconds.",
  },
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
  "6.1": {
    solve: () => (1000 * 3 * h100Option("Turbo, H100, batch 4").seconds!.value) / 4 / 3600,
    tolerance: 0.01,
    hint:
      "Price an hour over 3600 is the price of a second. four.seconds!.value seconds make 4 pictures; a thousand are asked for.",
  },
  "6.2": {
    solve: () => {
      const turbo = h100Option("Turbo, H100"), base = h100Option("Base, H100");
      const slower = Math.log(base.seconds!.value / turbo.seconds!.value);
      return slower / (slower + Math.log(turbo.quality!.value / base.quality!.value));
    },
    tolerance: 0.01,
    hint:
      "The scores are equal where w·ln(FID of Turbo/FID of Base) = (1 − w)·ln(time of Base/time of Turbo). Solve for w.",
  },
  "6.3": {
    solve: () => {
      const turbo = h100Option("Turbo, H100");
      return turbo.seconds!.value / throughput(turbo).overhead.value;
    },
    tolerance: 0.02,
    hint:
      "n cards make n/seconds jobs a second, one computer at most 1/overhead. many.overhead.value has it.",
  },
  "6.4": {
    solve: () => (2 * 6.155e9) / 2 ** 30,
    tolerance: 0.01,
    hint: "bf16 takes two bytes a number, and 1 GiB is 2**30 bytes.",
  },
  "7.1": {
    solve: () => 6,
    tolerance: 0,
    hint:
      "n differences have 2ⁿ patterns of signs, and all plus and all minus are equally extreme: the least p is 2/2ⁿ.",
  },
  "7.2": {
    solve: () => h100Catalysis().all.find((t) => t.treatment === "euler")!.adjusted,
    tolerance: 0.01,
    hint:
      "Holm multiplies the smallest p by 19, the second smallest by 18, and so on. Which place has euler?",
  },
  "7.3": {
    solve: () => kelvin(60) * Math.log(1.185),
    tolerance: 0.02,
    hint: "With the same A: ln(k2/k1) = −Δ(Ea/R)/T. T is 333.15 K, and the ratio of k is 1.185.",
  },
  "7.4": {
    solve: () => {
      let n = 2;
      while (0.03 * smallestSeen(n) > Math.log(1.05)) n++;
      return n;
    },
    tolerance: 0,
    hint:
      "smallestSeen(n) is in units of the SD: multiply it by 0.03 and compare with ln 1.05 for n = 2, 3, 4 ...",
  },
  "8.1": {
    solve: () => (32 - 12) / (4.5 - 2),
    tolerance: 0.01,
    hint: "Both jobs have the same overhead: take differences, of NFE and of seconds.",
  },
  "8.2": {
    solve: runsForOnePercent,
    tolerance: 0.25,
    hint: "Half of the interval is about 2·sd/√n. Set it to 0.01·mean and solve for n.",
  },
  "8.3": {
    solve: () => {
      const mean = (way: string) => meanInterval(h100Rates("way", way)).mean;
      return 100 * (mean("previews") / mean("plugin") - 1);
    },
    tolerance: 0.03,
    hint:
      'published("way", "previews") and published("way", "plugin") are the rates: compare their means.',
  },
  "9.1": {
    solve: () => 10_000 / 16 * 5 / 1000,
    tolerance: 0.01,
    hint: "Every worker has a sixteenth of the cells, one after the other, each 5 ms late.",
  },
  "9.2": {
    solve: () => 40 - 12,
    tolerance: 0,
    hint: "What is in the results folder is not run again, whatever the queue has forgotten.",
  },
  "9.3": {
    solve: () => 0.75 * 20 + 0.25 * 5,
    tolerance: 0.01,
    hint: "The mean of A's rates: three of four are 20, one is 5.",
  },
};
