// Several workers in one process, whose cells do nothing: started by bench_queue.ts, ended by the end of standard input.
import process from "node:process";
import type { Host } from "@kgen/comfy";
import { work } from "@kgen/sweep";

const [queue, first, count] = process.argv.slice(2);
const stop = new AbortController();
process.stdin.on("end", () => stop.abort()).resume();

const hostOf = (i: number) =>
  ({
    url: `http://nothing-${i}.invalid`,
    kind: "remote",
    systemStats: () => Promise.resolve({ system: {}, devices: [] }),
  }) as unknown as Host;

let ready = 0;
const all = Array.from({ length: Number(count) }, (_, i) =>
  work({
    host: hostOf(Number(first) + i),
    queue,
    offer: { gpu: "", vram_gib: 0, variants: [] },
    signal: stop.signal,
    perform: () => Promise.resolve(),
    onEvent: (e) => {
      if (e.kind === "ready" && ++ready === Number(count)) console.log("ready");
    },
  }));
await Promise.all(all);
process.exit(0);
