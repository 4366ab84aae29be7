/** What the kit's own recordings on an H100 show: the table of data/h100-kit/README.md, counted again. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  arrhenius,
  kelvin,
  stepsLine,
  type TreatedRun,
  treatment,
  treatmentsIn,
} from "@kgen/kinetics";
import { bootstrap, meanInterval, median } from "@kgen/stats";
import { dataset, type Datasets } from "@kgen/tables";

type Run = Datasets["h100-kit/runs"];

const runs = dataset("h100-kit/runs"), old = dataset("h100/runs");
const steps = Map.groupBy(dataset("h100-kit/evaluations"), (e) => e.run);
const calls = Map.groupBy(dataset("h100-kit/calls"), (c) => c.run);
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

/** Readings of the kit minus those of nvidia-smi, on a line between two that are no further apart than 0.6 s. */
function differences(
  session: number,
  key: "temperature_c" | "power_w" | "sm_clock_mhz",
  lag: number,
): number[] {
  const mine = telemetry.get(session)!, found: number[] = [];
  let i = 0;
  for (const s of dataset("h100-kit/smi").filter((s) => s.session === session)) {
    while (i < mine.length - 2 && mine[i + 1].t_s < s.t_s + lag) i++;
    const [a, b] = [mine[i], mine[i + 1]], w = (s.t_s + lag - a.t_s) / (b.t_s - a.t_s);
    if (w >= 0 && w <= 1 && b.t_s - a.t_s <= 0.6) {
      found.push(a[key] + w * (b[key] - a[key]) - s[key]);
    }
  }
  return found;
}

test("the plugin's telemetry agrees with an independent nvidia-smi, 1.0.0 and 1.0.1", () => {
  const rms = (v: number[]) => Math.sqrt(mean(v.map((d) => d * d)));
  const lags = Array.from({ length: 81 }, (_, i) => (i - 40) / 100);
  for (const session of [1, 4]) {
    for (
      const [key, bias] of [["temperature_c", 0.1], ["power_w", 1], ["sm_clock_mhz", 3]] as const
    ) {
      const of = lags.map((lag) => rms(differences(session, key, lag)));
      near(lags[of.indexOf(Math.min(...of))], 0, 0.021, `${session}: lag of ${key}`);
      near(mean(differences(session, key, 0)), 0, bias, `${session}: mean difference of ${key}`);
    }
  }
});

test("memory: plugin 1.0.0 has 480 MiB more than nvidia-smi, 1.0.1 has the same", () => {
  const smi = Map.groupBy(dataset("h100-kit/smi"), (s) => s.session);
  /** Differences where two readings in a row of the kit agree and one of nvidia-smi lies between them. */
  const between = (session: number) => {
    const mine = telemetry.get(session)!;
    return smi.get(session)!.flatMap((s) => {
      const i = mine.findIndex((m) => m.t_s > s.t_s);
      const steady = i > 0 && mine[i - 1].memory_used_mib === mine[i].memory_used_mib;
      return steady ? [mine[i].memory_used_mib - s.memory_used_mib] : [];
    });
  };
  for (const [session, more, idle] of [[1, 480, 1007], [4, 0, 527]]) {
    assert.is(telemetry.get(session)![0].memory_used_mib, idle);
    assert.is(smi.get(session)![0].memory_used_mib, 527);
    const found = between(session);
    const same = found.filter((d) => d === more).length;
    assert.ok(found.length > 100 && same > 0.95 * found.length, `${same} of ${found.length}`);
  }
});

test("change, six pairs: fp8 slower by 7 and 8 %, a LoRA by less than 3 %", () => {
  const found = treatmentsIn(runs, { group: "change", control: "none" });
  const of = Object.fromEntries(found.map((t) => [t.treatment, t]));
  for (
    const [tag, ratio, lo, hi] of [
      ["fp8", 0.926, 0.900, 0.952],
      ["fp8-fast", 0.917, 0.891, 0.943],
      ["lora", 0.995, 0.974, 1.016],
    ] as const
  ) {
    assert.equal([of[tag].n, of[tag].design], [6, "paired"], tag);
    near(of[tag].ratio.value, ratio, 6e-4, tag);
    near(of[tag].ratio.ci![0], lo, 6e-4, tag);
    near(of[tag].ratio.ci![1], hi, 6e-4, tag);
  }
  const turbo = (session: number) =>
    rate(runs.filter((r) => r.session === session && r.group === "change" && r.tag === "none"));
  near(turbo(4) / turbo(1), 1, 0.01, "session 4 against 1");
});

test("torch.compile: 9 to 11 % more evaluations a second than before and after, after 44 s", () => {
  const mine = runs.filter((r) => r.group === "compile");
  const arm = (...tags: string[]) => mine.filter((r) => tags.includes(r.tag));
  const perNfe = (tag: string) => meanInterval(arm(tag).map((r) => 1 / r.k_sampling!));
  for (
    const [tag, n, seconds, lo, hi] of [
      ["none", 3, 0.1418, 0.1394, 0.1443],
      ["compile-inductor", 6, 0.1306, 0.1298, 0.1315],
      ["none-after", 3, 0.1451, 0.1428, 0.1475],
    ] as const
  ) {
    const { mean, ci } = perNfe(tag);
    assert.is(arm(tag).length, n);
    near(mean, seconds, 6e-5, tag);
    near(ci![0], lo, 6e-5, tag);
    near(ci![1], hi, 6e-5, tag);
  }
  const treated = (list: Run[]): TreatedRun[] =>
    list.map((r) => ({ pair: r.order, k: r.k_sampling!, order: r.order }));
  const against = (...tags: string[]) =>
    treatment("compile", treated(arm(...tags)), treated(arm("compile-inductor")), {
      design: "blocks",
    }).ratio;
  near(against("none").value, 1.086, 6e-4, "before");
  near(against("none-after").value, 1.111, 6e-4, "after");
  const both = against("none", "none-after");
  near(both.value, 1.098, 6e-4, "both");
  near(both.ci![0], 1.082, 6e-4, "both");
  near(both.ci![1], 1.115, 6e-4, "both");
  // The card's own work, by CUDA events, without its waiting.
  const forward = (tag: string) =>
    mean(arm(tag).flatMap((r) => calls.get(r.run)!.slice(1)).map((c) => c.t_end_s - c.t_start_s));
  near(forward("compile-inductor") / forward("none"), 0.911, 1e-3, "forwards");
  const first = runs.find((r) =>
    r.session === 5 && r.tag === "compile-inductor" && r.repeat === 0
  )!;
  near(first.first_eval_s, 43.86, 0.01, "s to the first evaluation");
  const [one] = calls.get(first.run)!;
  near(one.t_end_s - one.t_start_s, 36.15, 0.01, "s of the first forward");
  assert.is(Math.max(...arm("compile-inductor").map((r) => r.memory_used_mib)), 34885);
  assert.is(Math.max(...arm("none").map((r) => r.memory_used_mib)), 23173);
});

test("compile in the older recording gains 18.6 % by messages, 11.6 % without the first step", () => {
  const older = Map.groupBy(dataset("h100/evaluations"), (e) => e.run);
  const seconds = (from: number, ...tags: string[]) =>
    mean(
      old.filter((r) => r.session === 2 && r.start === "warm" && tags.includes(r.tag)).map((r) => {
        const mine = older.get(r.run)!, last = mine.at(-1)!;
        return (last.t_job_s - mine[from].t_job_s) / (last.nfe - mine[from].nfe);
      }),
    );
  const none = ["res1024", "prompt-seed", "baseline-again"];
  near(seconds(0, ...none) / seconds(0, "compile-inductor"), 1.186, 6e-4, "by messages");
  near(seconds(1, ...none) / seconds(1, "compile-inductor"), 1.116, 6e-4, "step 1 left out");
});

test("plugin 1.0.1 on the GPU: the latents of a plain run in every bit, and under 2 % of a step", () => {
  const exact = dataset("h100-kit/exact");
  assert.is(exact.length, 12);
  for (const e of exact) {
    assert.is(e.sha256_plugin, e.sha256_plain);
    assert.is(e.x0_bytes, e.x0_bytes_expected);
    const stages = e.sampler === "heun" ? 2 : 1;
    assert.is(e.x0_bytes_expected, e.latent_bytes * (stages * (e.steps - 1) + 1));
    assert.equal([e.prefixes, e.prefixes_equal], e.size === 512 ? [5, 5] : [0, 0]);
  }
  assert.is(new Set(exact.map((e) => e.sha256_plain)).size, 12);
  const pairs = dataset("h100-kit/bench_plugin").filter((p) => p.pair > 0);
  const ratio = (list: readonly typeof pairs[number][]) =>
    median(list.map((p) => p.plugin_16_s - p.plugin_4_s)) /
    median(list.map((p) => p.plain_16_s - p.plain_4_s));
  const { estimate, bca } = bootstrap(pairs, ratio, { seed: 1 });
  near(estimate, 0.9980, 6e-5, "ratio of a step");
  near(bca[0], 0.9743, 6e-5, "its interval");
  near(bca[1], 1.0142, 6e-5, "its interval");
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
