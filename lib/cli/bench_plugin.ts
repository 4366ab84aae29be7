import { randomInt, randomUUID } from "node:crypto";
import process from "node:process";
import { hasPlugin, watchedGraph } from "@kgen/capture";
import { checkAgainst, type Graph, type Host, patch, template } from "@kgen/comfy";
import { openHost } from "@kgen/notebook";
import { bootstrap } from "@kgen/stats";
import type { Comparison } from "./bench.ts";
import { type Pair, type Slope, stepRatio } from "./bench_plugin_step.ts";

const PAIRS = 60;
const WARM_UPS = 3;
const SHORT = 4;
const LONG = 16;

/** Model files that the host has, where it lacks those of the template: a host with tiny ones will do. */
async function models(host: Host): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const problem of await checkAgainst(host, template("zimage-turbo-speed-test"))) {
    const file = problem.available?.filter((f) => f.endsWith(".safetensors")).at(-1);
    if (file) found[problem.classType] = file;
  }
  return found;
}

/** A job that samples and decodes nothing. */
function plainGraph(
  host: { models: Record<string, string>; size: number },
  steps: number,
): Graph {
  const { graph } = patch(template("zimage-turbo-speed-test"), {
    models: host.models,
    width: host.size,
    height: host.size,
    steps,
    seed: randomInt(2 ** 32),
  });
  const bare = Object.fromEntries(
    Object.entries(graph).filter(([, n]) =>
      !/^(VAEDecode|VAELoader|SaveImage)$/.test(n.class_type)
    ),
  );
  return { ...bare, end: { class_type: "PreviewAny", inputs: { source: ["3", 0] } } };
}

/** Seconds of one job, from execution_start to execution_success. */
async function jobSeconds(host: Host, graph: Graph): Promise<number> {
  const promptId = randomUUID();
  const clientId = randomUUID();
  const stream = await host.listen(clientId);
  let start: number | null = null;
  try {
    await host.submit(graph, { promptId, clientId, extraData: { preview_method: "none" } });
    for await (const e of stream) {
      if (e.kind !== "message") continue;
      if (e.type === "execution_error") throw new Error(String(e.data.exception_message));
      if (e.type === "execution_start") start ??= e.t;
      if (e.type === "execution_success" && start !== null) return (e.t - start) / 1000;
    }
  } finally {
    stream.close();
  }
  throw new Error("the host did not report beginning and end of the job");
}

/**
 * Interleaved pairs of the same job with and without the plugin's watch, in changing order, on a host that
 * has the plugin, each with two numbers of steps: a step's time is the slope of whole jobs (execution_start to
 * execution_success). The ratio is that of the median slopes; its interval is a bootstrap over pairs.
 */
export async function benchPlugin(o: { host?: string } = {}): Promise<Comparison[]> {
  const address = o.host ?? process.env.KGEN_HOST;
  if (!address || address === "embedded") {
    console.error("plugin: skipped, it needs a ComfyUI with the plugin: --host URL or KGEN_HOST");
    return [];
  }
  await using host = await openHost(address);
  if (!await hasPlugin(host)) {
    console.error(`plugin: skipped, ${host.url} does not have comfyui-kgen`);
    return [];
  }
  const onCpu = (await host.systemStats()).devices[0]?.type === "cpu";
  const files = { models: await models(host), size: onCpu ? 256 : 1024 };
  const one = (steps: number, watched: boolean) => {
    const graph = plainGraph(files, steps);
    return jobSeconds(host, watched ? watchedGraph(graph, randomUUID(), "none").graph : graph);
  };
  const slope = async (watched: boolean): Promise<Slope> => ({
    short: await one(SHORT, watched),
    long: await one(LONG, watched),
  });
  const pairs: Pair[] = [];
  for (let i = -WARM_UPS; i < PAIRS; i++) {
    const first = await slope(i % 2 !== 0);
    const second = await slope(i % 2 === 0);
    const [plain, watched] = i % 2 === 0 ? [first, second] : [second, first];
    if (i >= 0) pairs.push({ plain, watched });
  }
  const ratio = (of: readonly Pair[]) => stepRatio(of, LONG - SHORT).ratio;
  const { estimate, bca: [low, high] } = bootstrap(pairs, ratio, { seed: 1 });
  const percent = (r: number) => `${(100 * (r - 1)).toFixed(2)} %`;
  return [{
    what: `plugin's cost on a step, ${PAIRS} pairs`,
    measured: `${percent(estimate)} (95 %: ${percent(low)} to ${percent(high)})`,
    against: `plain step of ${
      stepRatio(pairs, LONG - SHORT).plainMs.toFixed(1)
    } ms, slope of whole jobs`,
    ratio: estimate,
    limit: 1.02,
  }];
}
