/** What the kit's own recordings on an H100 show: the table of data/h100-kit/README.md, counted again. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { arrhenius, kelvin, stepsLine } from "@kgen/kinetics";
import { meanInterval } from "@kgen/stats";
import { dataset, type Datasets } from "@kgen/tables";

type Run = Datasets["h100-kit/runs"];

const runs = dataset("h100-kit/runs"), old = dataset("h100/runs");
const steps = Map.groupBy(dataset("h100-kit/evaluations"), (e) => e.run);
const telemetry = Map.groupBy(dataset("h100-kit/telemetry"), (s) => s.session);

const near = (a: number, b: number, tolerance: number, what: string) =>
  assert.ok(Math.abs(a - b) <= tolerance, `${what}: ${a} is not ${b}`);
const mean = (v: number[]) => v.reduce((s, x) => s + x, 0) / v.length;
const rate = (list: { k_sampling: number | null }[]) => mean(list.map((r) => r.k_sampling!));
/** s⁻¹ from the end of step `from` to that of the last. */
const rateFrom = (run: string, from: number) => {
  const mine = steps.get(run)!, first = mine[from - 1], last = mine.at(-1)!;
  return (last.nfe - first.nfe) / (last.t_job_s - first.t_job_s);
};

test("the plugin's telemetry agrees with an independent nvidia-smi", () => {
  const smi = dataset("h100-kit/smi").filter((s) => s.session === 1);
  const mine = telemetry.get(1)!;
  /** The kit's readings on a line between two of them, where they are no further apart than 0.6 s. */
  const differences = (key: "temperature_c" | "power_w" | "sm_clock_mhz", lag: number) => {
    const found: number[] = [];
    let i = 0;
    for (const s of smi) {
      while (i < mine.length - 2 && mine[i + 1].t_s < s.t_s + lag) i++;
      const [a, b] = [mine[i], mine[i + 1]], w = (s.t_s + lag - a.t_s) / (b.t_s - a.t_s);
      if (w >= 0 && w <= 1 && b.t_s - a.t_s <= 0.6) {
        found.push(a[key] + w * (b[key] - a[key]) - s[key]);
      }
    }
    return found;
  };
  const rms = (v: number[]) => Math.sqrt(mean(v.map((d) => d * d)));
  const lags = Array.from({ length: 81 }, (_, i) => (i - 40) / 100);
  for (
    const [key, bias] of [["temperature_c", 0.1], ["power_w", 1], ["sm_clock_mhz", 3]] as const
  ) {
    const of = lags.map((lag) => rms(differences(key, lag)));
    near(lags[of.indexOf(Math.min(...of))], 0, 0.021, `lag of ${key}`);
    near(mean(differences(key, 0)), 0, bias, `mean difference of ${key}`);
  }
});

test("the plugin's memory is nvidia-smi's and 480 MiB that the driver reserves", () => {
  const [first] = telemetry.get(1)!, smi = dataset("h100-kit/smi");
  assert.equal([first.memory_used_mib, smi[0].memory_used_mib], [1007, 527]);
});

test("seconds against NFE: 0.144 s an evaluation, and the older recording's 0.142", () => {
  const line = (
    list: { group: string; nfe: number; job_s: number; success_s: number }[],
    key: "job_s" | "success_s",
  ) =>
    stepsLine(
      list.filter((r) => r.group === "steps").map((r) => ({ nfe: r.nfe, seconds: r[key] })),
    );
  const [job, success, before] = [line(runs, "job_s"), line(runs, "success_s"), line(old, "job_s")];
  near(job.perNfe.value, 0.1473, 1e-4, "s an evaluation, to the last message");
  near(success.perNfe.value, 0.1442, 1e-4, "s an evaluation, to success");
  near(success.overhead.value, 0.491, 1e-3, "overhead");
  assert.ok(
    Math.abs(job.perNfe.value - before.perNfe.value) <
      2 * Math.hypot(job.perNfe.se!, before.perNfe.se!),
  );
  near(1 / success.perNfe.value, rate(runs.filter((r) => r.group === "turbo")), 0.1, "the rate");
});

test("previews read high because their last message precedes the GPU; without the first step they do not", () => {
  const pairs = Array.from(
    { length: 10 },
    (_, i) =>
      ["previews", "plugin"].map((tag) =>
        runs.find((r) => r.group === "way" && r.tag === tag && r.repeat === i + 1)!
      ),
  );
  const difference = (f: (r: Run) => number) =>
    meanInterval(pairs.map(([previews, plugin]) => f(previews) - f(plugin)));
  const whole = difference((r) => r.k_sampling!), second = difference((r) => rateFrom(r.run, 2));
  const tail = difference((r) => r.success_s - r.last_eval_s);
  near(whole.mean, 0.41, 0.01, "s⁻¹");
  assert.ok(whole.ci![0] > 0 && second.ci![0] < 0 && second.ci![1] > 0 && tail.ci![0] > 0);
});

test("the same card as in the older recording, where its first step is left out too", () => {
  const older = Map.groupBy(dataset("h100/evaluations"), (e) => e.run);
  const oldRate = (tag: string) =>
    mean(
      old.filter((r) => r.tag === tag && r.start === "warm").map((r) => {
        const mine = older.get(r.run)!;
        return (mine.at(-1)!.nfe - mine[1].nfe) / (mine.at(-1)!.t_job_s - mine[1].t_job_s);
      }),
    );
  for (
    const [tag, then, tolerance] of [
      ["turbo-8", "turbo8 b1 none", 0.01],
      ["base-30-cfg4", "base30 cfg4 none", 0.01],
      ["batch-2", "turbo8 b2 none", 0.03],
      ["batch-4", "turbo8 b4 none", 0.03],
      ["batch-8", "turbo8 b8 none", 0.01],
      ["1280", "res1280", 0.02],
      ["1536", "res1536", 0.01],
      ["2048", "res2048", 0.01],
    ] as const
  ) {
    const now = rate(runs.filter((r) => r.tag === tag && r.group !== "warm-up"));
    near(now / oldRate(then), 1, tolerance, tag);
  }
});

test("heat: no effect of T before; T during and the job to success deceive", () => {
  const heat = runs.filter((r) => r.group === "heat");
  const fit = (
    T: "t_before_c" | "t_during_c",
    k: (r: Run) => number,
    errors: "AR1" | "plain" = "AR1",
  ) => arrhenius(heat.map((r) => ({ T_K: kelvin(r[T]!), k: k(r) })), { errors });
  const sound = fit("t_before_c", (r) => r.k_sampling!);
  assert.equal([heat.length, sound.EaR.value.toFixed(0), sound.EaR.se.toFixed(0), sound.effect], [
    101,
    "120",
    "216",
    false,
  ]);
  assert.is(fit("t_before_c", (r) => r.k_sampling!, "plain").EaR.se.toFixed(0), "147");
  assert.is(fit("t_during_c", (r) => r.k_job).effect, false);
  const deceiving = fit("t_during_c", (r) => r.nfe / r.success_s);
  assert.equal([deceiving.EaR.value.toFixed(0), deceiving.EaR.se.toFixed(0), deceiving.effect], [
    "1041",
    "340",
    true,
  ]);
});

test("the one slow run of 512 waited for the computer, not for the card", () => {
  const small = runs.filter((r) => r.group === "resolution" && r.width === 512);
  const slow = small.find((r) => r.repeat === 3)!, fast = small.filter((r) => r !== slow);
  assert.ok(slow.k_sampling! < 0.6 * rate(fast));
  assert.ok(small.every((r) => r.sm_clock_mhz === 1980));
  assert.ok(slow.power_w! < Math.min(...fast.map((r) => r.power_w!)));
});

test.run();
