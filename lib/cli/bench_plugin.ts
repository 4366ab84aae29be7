import { randomInt, randomUUID } from "node:crypto";
import process from "node:process";
import { hasPlugin, watchedGraph } from "@kgen/capture";
import { checkAgainst, type Graph, type Host, patch, template } from "@kgen/comfy";
import { openHost } from "@kgen/notebook";
import { bootstrap, median } from "@kgen/stats";
import type { Comparison } from "./bench.ts";

const PAIRS = 100;
const WARM_UPS = 3;
const STEPS = 12;

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
function plainGraph(host: { models: Record<string, string>; size: number }, seed: number): Graph {
  const { graph } = patch(template("zimage-turbo-speed-test"), {
    models: host.models,
    width: host.size,
    height: host.size,
    steps: STEPS,
    seed,
  });
  const bare = Object.fromEntries(
    Object.entries(graph).filter(([, n]) =>
      !/^(VAEDecode|VAELoader|SaveImage)$/.test(n.class_type)
    ),
  );
  return { ...bare, end: { class_type: "PreviewAny", inputs: { source: ["3", 0] } } };
}

/** ms a step of one job, from the end of the first step to the end of the last, by progress_state. */
async function stepMs(host: Host, graph: Graph): Promise<number> {
  const promptId = randomUUID();
  const clientId = randomUUID();
  const stream = await host.listen(clientId);
  let first: number | null = null;
  let last: number | null = null;
  try {
    await host.submit(graph, { promptId, clientId, extraData: { preview_method: "none" } });
    for await (const e of stream) {
      if (e.kind !== "message") continue;
      if (e.type === "execution_error") throw new Error(String(e.data.exception_message));
      if (e.type === "execution_success") break;
      const state = e.type === "progress_state" ? e.data.nodes?.["3"] : undefined;
      if (state?.value === 1 && state.max === STEPS) first ??= e.t;
      if (state?.value === STEPS && state.max === STEPS) last ??= e.t;
    }
  } finally {
    stream.close();
  }
  if (first === null || last === null) {
    throw new Error("the host did not report first and last step");
  }
  return (last - first) / (STEPS - 1);
}

/**
 * Interleaved pairs of the same job with and without the plugin's watch, in changing order, on a host that
 * has the plugin. What counts is the median ratio of a step's time; its interval is a bootstrap over pairs.
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
  const ratios: number[] = [];
  const plain: number[] = [];
  for (let i = -WARM_UPS; i < PAIRS; i++) {
    const graph = () => plainGraph(files, randomInt(2 ** 32));
    const watched = () => watchedGraph(graph(), randomUUID(), "none").graph;
    let a: number, b: number;
    if (i % 2 === 0) {
      a = await stepMs(host, graph());
      b = await stepMs(host, watched());
    } else {
      b = await stepMs(host, watched());
      a = await stepMs(host, graph());
    }
    if (i < 0) continue;
    plain.push(a);
    ratios.push(b / a);
  }
  const { estimate, bca: [low, high] } = bootstrap(ratios, median, { seed: 1 });
  const percent = (r: number) => `${(100 * (r - 1)).toFixed(2)} %`;
  return [{
    what: `plugin's cost on a step, ${PAIRS} pairs`,
    measured: `${percent(estimate)} (95 %: ${percent(low)} to ${percent(high)})`,
    against: `plain step of ${median(plain).toFixed(1)} ms`,
    ratio: estimate,
    limit: 1.02,
  }];
}
