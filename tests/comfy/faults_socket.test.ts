// Faults of the socket, on the embedded host and, where COMFY_URL names one, on a real ComfyUI.
import { Buffer } from "node:buffer";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import * as assert from "uvu/assert";
import { connect, type EventStream, type HostEvent } from "@kgen/comfy";
import { captureThrough, fault, nothingLost, promptFor, runFaults, within } from "./fault_case.ts";
import { frameHead, rawSocket, startFaultProxy, stepsPassed } from "./fault_proxy.ts";

const gb = 1024 ** 3;

fault("socket cut at every message of a job", async (url) => {
  // How many messages there are, from a run without a fault. The first two come before the job.
  const whole = await captureThrough(url, {}, { steps: 2 });
  assert.is(whole.run.status, "complete");
  assert.equal(stepsPassed(whole.proxy.passed), [1, 2]);
  const cuts = Array.from({ length: whole.proxy.passed.length }, (_, i) => i);
  let reconnected = 0;
  const one = async (cutAt: number) => {
    const { run, error, proxy } = await captureThrough(url, { cutAt }, { steps: 2 });
    const what = `cut at ${cutAt} of ${cuts.length}`;
    assert.is(error, null, what);
    await nothingLost(run, stepsPassed(proxy.passed), what);
    // Only the last step with its frame proves that nothing is missing.
    const whole = run.evaluations.length === 2 && run.evaluations[1].frame !== null;
    assert.is(run.status, whole ? "complete" : "partial", what);
    assert.is(run.final, "frames/final.png", what);
    if (proxy.connections > 1) reconnected++;
  };
  // Several at once: most of the time is waiting.
  const workers = Array.from({ length: 4 }, async () => {
    for (let n = cuts.shift(); n !== undefined; n = cuts.shift()) await one(n);
  });
  await Promise.all(workers);
  assert.ok(reconnected > 5, `${reconnected} reconnections`);
});

fault("reconnected in mid-run: the rest of the job is heard", async (url) => {
  let messages = 0;
  const { run, proxy } = await captureThrough(url, {}, {
    steps: 30,
    during: (proxy) => {
      proxy.faults.before = (n) => {
        if (stepsPassed(proxy.passed).length === 2 && !messages) messages = proxy.faults.cutAt = n;
      };
    },
  });
  assert.is(proxy.connections, 2);
  assert.is(proxy.received.filter((m) => m.includes("supports_preview_metadata")).length, 2);
  await nothingLost(run, stepsPassed(proxy.passed));
  assert.ok(run.evaluations.length > 5, `${run.evaluations.length} steps were heard`);
});

fault("silent socket while the job finishes", async (url) => {
  const { run, error, proxy } = await captureThrough(url, { silentFrom: 12 });
  assert.is(error, null);
  await nothingLost(run, stepsPassed(proxy.passed));
  assert.is(run.final, "frames/final.png");
  assert.ok(run.warnings.some((w) => w.includes("fell silent")), run.warnings.join());
});

fault("half a binary frame", async (url) => {
  const { run, error, proxy } = await captureThrough(url, { halve: 1 });
  assert.is(error, null);
  assert.ok(proxy.passed.some((m) => typeof m === "number" && m < 0), "one was halved");
  assert.is(run.status, "complete");
  assert.equal(run.evaluations.map((e) => e.step), [1, 2, 3]);
});

fault("10,000 random garbage frames", async (url) => {
  let state = 1;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const words = [
    '{"type":',
    "null",
    '"progress_state"',
    '"data":{"nodes":{"3":',
    "[",
    "}",
    "7",
    "樱",
  ];
  const { run, error } = await captureThrough(url, {
    before: (n, client) => {
      if (n !== 15) return;
      for (let i = 0; i < 10_000; i++) {
        if (i % 3 === 0) {
          const pick = () => words[Math.floor(random() * words.length)];
          client.send(Array.from({ length: 1 + Math.floor(random() * 6) }, pick).join(""));
        } else {
          const b = Buffer.from(Array.from({ length: random() * 40 }, () => random() * 256));
          if (b.length > 4) b.writeUInt32BE(Math.floor(random() * 6), 0);
          client.send(b);
        }
      }
      // Messages that are well formed and mean nothing.
      for (const data of [null, 5, [], { nodes: null }, { nodes: { 3: null } }, { node: {} }]) {
        for (const type of ["progress_state", "executing", "progress", "execution_cached"]) {
          client.send(JSON.stringify({ type, data }));
        }
      }
    },
  });
  assert.is(error, null);
  assert.is(run.status, "complete");
  assert.equal(run.evaluations.map((e) => e.step), [1, 2, 3]);
});

fault("random bytes in place of WebSocket frames", async (url) => {
  const { run, error, proxy } = await captureThrough(url, {
    before: (n, client) => {
      if (n === 20) rawSocket(client)!.write(Buffer.alloc(2000, 0xff));
    },
  });
  assert.is(error, null);
  assert.is(proxy.connections, 2);
  await nothingLost(run, stepsPassed(proxy.passed));
  assert.is(run.final, "frames/final.png");
});

fault("a frame of 1 GB: refused unread (1009), then reconnected", async (url) => {
  let sent = 0;
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => most = Math.max(most, process.memoryUsage().rss), 10);
  const { run, error, proxy } = await captureThrough(url, {
    before: (n, client) => {
      if (n !== 20) return;
      const raw = rawSocket(client)!;
      raw.write(frameHead(gb));
      const piece = Buffer.alloc(1024 * 1024);
      const more = () => {
        if (raw.destroyed || sent >= gb) return;
        sent += piece.length;
        raw.write(piece, more);
      };
      more();
    },
  });
  clearInterval(watch);
  assert.is(error, null);
  assert.is(proxy.connections, 2);
  assert.ok(proxy.closings.includes(1009), `closed with ${proxy.closings}`);
  await nothingLost(run, stepsPassed(proxy.passed));
  assert.is(run.final, "frames/final.png");
  const grown = (most - before) / 1024 ** 2;
  assert.ok(
    grown < 200,
    `memory grew by ${grown.toFixed(0)} MiB, ${sent / 1024 ** 2} MiB were sent`,
  );
});

fault("a frame of 1 GB in small pieces is refused too, with a warning", async (url) => {
  const proxy = await startFaultProxy(url, {
    before: (n, client) => {
      if (n !== 1) return;
      for (let i = 0; i < 70; i++) {
        client.send(Buffer.alloc(1024 * 1024), { fin: false, binary: true });
      }
    },
  });
  const host = await connect(proxy.url);
  const stream = await host.listen("pieces");
  const kinds: string[] = [];
  for await (const e of stream) {
    kinds.push(e.kind === "warning" ? `${e.kind} ${e.code}` : e.kind);
    if (e.kind === "warning") assert.match(e.message, "more than 64 MiB");
    if (e.kind === "reconnected") stream.close();
  }
  await proxy.stop();
  assert.equal(kinds.filter((k) => k !== "message"), [
    "warning too_large",
    "reconnecting",
    "reconnected",
    "closed",
  ]);
});

fault("a dead connection that nobody closed is found by ping", async (url) => {
  const proxy = await startFaultProxy(url);
  const host = await connect(proxy.url, { timeout: 1000 });
  const stream = await host.listen("dead");
  // Nothing is read or answered any more.
  proxy.faults.before = undefined;
  const kinds: string[] = [];
  const reading = (async () => {
    for await (const e of stream) {
      kinds.push(e.kind);
      if (e.kind === "reconnected") stream.close();
    }
  })();
  await sleep(100);
  proxy.freeze();
  await reading;
  await proxy.stop();
  assert.ok(kinds.includes("reconnecting"));
  assert.is(kinds.at(-1), "closed");
});

fault("slow network: 1 s late, nothing lost", async (url) => {
  const { run, error } = await captureThrough(url, { delay: 20, piece: 4096 }, {
    host: { timeout: 1000 },
    quiet: 2000,
  });
  assert.is(error, null);
  assert.is(run.status, "complete");
  assert.equal(run.warnings, []);
});

fault(
  "refused again and again: closed after the patience, /history still has the job",
  async (url) => {
    const { run, error, proxy } = await captureThrough(url, { cutAt: 20, refuse: 503 }, {
      host: { patience: 1000 },
      during: (proxy) => {
        proxy.faults.refuse = undefined;
        proxy.faults.before = (n) => {
          if (n === 20) proxy.faults.refuse = 503;
        };
      },
    });
    assert.is(error, null);
    assert.is(proxy.connections, 1);
    await nothingLost(run, stepsPassed(proxy.passed));
    assert.is(run.final, "frames/final.png");
  },
);

fault(
  "two clients with one id: the second takes over, the first neither fights nor hangs",
  async (url) => {
    const host = await connect(url);
    const first = await host.listen("one-id");
    const { promptId, graph } = await promptFor(host, 20);
    const heard: Record<string, HostEvent[]> = { first: [], second: [] };
    const read = async (name: string, stream: EventStream) => {
      for await (const e of stream) heard[name].push(e);
    };
    const reading = [read("first", first)];
    await host.submit(graph, {
      promptId,
      clientId: "one-id",
      extraData: { preview_method: "latent2rgb" },
    });
    while (heard.first.length < 20) await sleep(1);
    const second = await host.listen("one-id");
    reading.push(read("second", second));
    while (!(await host.history(promptId))[promptId]) await sleep(50);
    await sleep(50);
    for (const stream of [first, second]) stream.close();
    await within(5, Promise.all(reading));
    for (const events of Object.values(heard)) {
      assert.ok(events.every((e) => e.kind !== "reconnecting"));
      assert.is(events.at(-1)!.kind, "closed");
    }
    const ends = heard.second.filter((e) => e.kind === "message" && e.type === "execution_success");
    assert.is(ends.length, 1, "the second hears the end");
    const steps = new Set(
      [...heard.first, ...heard.second].flatMap((e) =>
        e.kind === "message" && e.type === "progress_state" ? [e.data.nodes["3"]?.value] : []
      ).filter((v) => v > 0),
    );
    assert.is(steps.size, 20, "together they heard every step");
  },
);

runFaults();
