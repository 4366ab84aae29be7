import { parseArgs } from "node:util";
import { textTable } from "@kgen/tables";
import { type Command, UsageError } from "./command.ts";

/** One comparison of a benchmark: what was measured against a peer or a limit in the same run. */
export interface Comparison {
  what: string;
  measured: string;
  against: string;
  /** measured / against; at most `limit` is wanted. */
  ratio: number;
  limit: number;
}

/** A benchmark; `asked` ones run only when named, since they take minutes or the network. */
const BENCHES: Record<
  string,
  {
    about: string;
    asked?: boolean;
    load: () => Promise<(o: { host?: string }) => Promise<Comparison[]>>;
  }
> = {
  sampling: {
    about:
      "sampling window of Turbo with previews, against the same evaluations called on onnxruntime directly",
    load: async () => (await import("./bench_sampling.ts")).benchSampling,
  },
  start: {
    about: "./kgen --help, and the import of the kit in a notebook, against their limits",
    load: async () => (await import("./bench_start.ts")).benchStart,
  },
  bootstrap: {
    about: "10,000 bootstrap fits of a line through 100 points, against simple-statistics",
    load: async () => (await import("./bench_bootstrap.ts")).benchBootstrap,
  },
  demo: {
    about: "time and memory of ./kgen demo, against their limits",
    load: async () => (await import("./bench_demo.ts")).benchDemo,
  },
  plugin: {
    about:
      "cost of the plugin on a step, against the same job without it (needs --host; only when named)",
    asked: true,
    load: async () => (await import("./bench_plugin.ts")).benchPlugin,
  },
  client: {
    about:
      "CPU time of the client in a job of 0.14 s a step, and preview frames parsed a second, against their limits",
    load: async () => (await import("./bench_client.ts")).benchClient,
  },
  tables: {
    about:
      "mean I over 10 million rows straight from Parquet (time and memory), and a folder of 1,000 Runs opened",
    load: async () => (await import("./bench_tables.ts")).benchTables,
  },
  ssim: {
    about:
      "SSIM of a 1024x1024 RGB pair, against scikit-image (KGEN_SKIMAGE_PYTHON) and ssim.js, which scores luma",
    load: async () => (await import("./bench_ssim.ts")).benchSsim,
  },
  queue: {
    about:
      "a fleet: the queue's cost at 10,000 cells, two hosts against one, analysis of 1,000,000 evaluations (needs redis-server; only when named)",
    asked: true,
    load: async () => (await import("./bench_queue.ts")).benchQueue,
  },
  setup: {
    about: "set-up of a fresh clone, against its limit (needs the network; only when named)",
    asked: true,
    load: async () => (await import("./bench_setup.ts")).benchSetup,
  },
};

export const command: Command = {
  help: `
./kgen bench [NAME ...] [--host URL]

./kgen bench host [--host URL]   seconds of each node on a ComfyUI host, cold and warm; --help explains
./kgen bench nano [OPTIONS]      what the models of data/nano draw, and how fast: the card's table; --help explains

Speed and memory as ratios against a peer or a limit of the same run. A ratio above its limit is marked; the exit code
is then 1. Nothing else should run on the computer meanwhile.
${Object.entries(BENCHES).map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`).join("\n")}
`,
  async helpFor([name]) {
    if (name === "nano") return (await import("./bench_nano.ts")).help;
    return name === "host" ? (await import("./bench_host.ts")).help : undefined;
  },
  async run(args) {
    if (args[0] === "host") return await (await import("./bench_host.ts")).benchHost(args.slice(1));
    if (args[0] === "nano") return await (await import("./bench_nano.ts")).benchNano(args.slice(1));
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { host: { type: "string" } },
    });
    const unknown = positionals.filter((name) => !(name in BENCHES));
    if (unknown.length) {
      throw new UsageError(
        `no benchmark is called ${unknown.join(", ")}; there are ${
          Object.keys(BENCHES).join(", ")
        }`,
      );
    }
    const names = positionals.length
      ? positionals
      : Object.keys(BENCHES).filter((n) => !BENCHES[n].asked);
    const found: Comparison[] = [];
    for (const name of names) {
      console.error(`${name}: ${BENCHES[name].about} ...`);
      const bench = await BENCHES[name].load();
      found.push(...await bench({ host: values.host }));
    }
    console.log(textTable(found.map(({ what, measured, against, ratio, limit }) => ({
      what,
      measured,
      against,
      ratio: ratio.toFixed(2),
      wanted: `at most ${limit}`,
      verdict: ratio <= limit ? "ok" : "MISSED",
    }))));
    return found.every(({ ratio, limit }) => ratio <= limit) ? 0 : 1;
  },
};
