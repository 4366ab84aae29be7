// Faults of the answers, on the embedded host and, where COMFY_URL names one, on a real ComfyUI.
import { setTimeout as sleep } from "node:timers/promises";
import * as assert from "uvu/assert";
import {
  ComfyError,
  connect,
  HttpError,
  InterruptedError,
  InvalidWorkflowError,
  NotComfyError,
  OutOfMemoryError,
  TooLargeError,
  UnauthorisedError,
} from "@kgen/comfy";
import { captureThrough, failure, fault, nothingLost, promptFor, runFaults } from "./fault_case.ts";
import { startFaultProxy, stepsPassed } from "./fault_proxy.ts";

const html = "<!doctype html><title>Please log in</title>";
const answers: [
  name: string,
  status: number,
  mime: string,
  body: string,
  type: any,
  text: RegExp,
][] = [
  ["401", 401, "text/plain", "no", UnauthorisedError, /KGEN_AUTH/],
  ["403", 403, "text/plain", "no", UnauthorisedError, /does not allow/],
  ["413", 413, "text/html", html, TooLargeError, /client_max_body_size/],
  ["500", 500, "text/plain", "Server got itself in trouble", HttpError, /its log says more/],
  ["HTML in place of JSON", 200, "text/html", html, NotComfyError, /Please log in/],
];

for (const [name, status, mime, body, type, text] of answers) {
  fault(`${name} in answer to the job`, async (url) => {
    const { error, run } = await captureThrough(url, {
      answer: (path) => path === "/prompt" ? { status, mime, body } : undefined,
    });
    assert.instance(error, type);
    assert.instance(error, ComfyError);
    assert.match(error.message, text);
    assert.is(run, undefined, "nothing was queued, so there is no Run");
  });

  fault(`${name} in place of the picture: the evaluations stay`, async (url) => {
    const { error, run, proxy } = await captureThrough(url, {
      answer: (path) => path === "/view" ? { status, mime, body } : undefined,
    });
    assert.is(error, null);
    assert.is(run.final, null);
    assert.ok(run.warnings.some((w) => /could not be fetched/.test(w)));
    await nothingLost(run, stepsPassed(proxy.passed));
  });

  fault(`${name} in place of the history: the word of the socket is taken`, async (url) => {
    const { error, run, proxy } = await captureThrough(url, {
      answer: (path) => path.startsWith("/history/") ? { status, mime, body } : undefined,
    });
    assert.is(error, null);
    assert.ok(run.warnings.some((w) => /word of the socket/.test(w) && text.test(w)));
    assert.equal(run.evaluations.map((e) => e.step), [1, 2, 3]);
    await nothingLost(run, stepsPassed(proxy.passed));
  });
}

fault("an answer for a while only: a proxy says 502 while ComfyUI is busy", async (url) => {
  let times = 3;
  const { error, run } = await captureThrough(url, {
    answer: (path) => path.startsWith("/history/") && times-- > 0 ? { status: 502 } : undefined,
  });
  assert.is(error, null);
  assert.is(run.status, "complete");
});

fault(
  "the connection is cut while the job is submitted: the host has it, and it is followed",
  async (url) => {
    let once = true;
    const { error, run } = await captureThrough(url, {
      answer: (path) => {
        if (path !== "/prompt" || !once) return;
        once = false;
        return "cut after";
      },
    });
    assert.is(error, null);
    assert.is(run.status, "complete");
  },
);

fault(
  "the connection is cut before the host has the job: an error, and nothing is queued",
  async (url) => {
    const { error, run } = await captureThrough(url, {
      answer: (path) => path === "/prompt" ? "cut" : undefined,
    });
    assert.is(error?.code, "unreachable");
    assert.match(error.message, "connection was cut");
    assert.is(run, undefined);
  },
);

fault("an invalid workflow: node and input are named", async (url) => {
  const { error } = await captureThrough(url, {}, { set: { "3.denoise": 5 } });
  assert.instance(error, InvalidWorkflowError);
  assert.equal([error.problems[0].node, error.problems[0].input], ["3", "denoise"]);
});

fault("history without our id: the word of the socket is taken, with a warning", async (url) => {
  const { error, run, proxy } = await captureThrough(url, {
    edit: (path, body) => path.startsWith("/history/") ? {} : body,
  });
  assert.is(error, null);
  await nothingLost(run, stepsPassed(proxy.passed));
  assert.equal(run.evaluations.map((e) => e.step), [1, 2, 3]);
  assert.ok(run.warnings.some((w) => w.includes("word of the socket")), run.warnings.join());
});

fault("a queue full of others' jobs: ours waits its turn", async (url) => {
  const direct = await connect(url);
  const others: string[] = [];
  for (let i = 0; i < 4; i++) {
    const { promptId, graph } = await promptFor(direct, 40);
    await direct.submit(graph, { promptId, clientId: "another" });
    others.push(promptId);
  }
  const jobs = await direct.jobs();
  assert.equal(others.map((id) => jobs.find((j) => j.id === id)?.position), [0, 1, 2, 3]);
  assert.equal(await Promise.all(others.map((id) => direct.position(id))), [0, 1, 2, 3]);
  const { error, run, proxy } = await captureThrough(url, {}, { quiet: 100 });
  assert.is(error, null);
  assert.is(run.status, "complete");
  assert.equal(run.evaluations.map((e) => e.step), [1, 2, 3]);
  await nothingLost(run, stepsPassed(proxy.passed));
  assert.ok(run.times.started! > 0.1, "it waited");
  const done = await direct.jobs();
  assert.ok(others.every((id) => done.find((j) => j.id === id)?.state === "completed"));
});

fault("interrupted by another", async (url) => {
  const direct = await connect(url);
  const { error, run, proxy } = await captureThrough(url, {}, {
    steps: 200,
    onProgress: (p) => void (p.step === 2 && direct.interrupt().catch(() => {})),
  });
  assert.instance(error, InterruptedError);
  assert.match(error.message, "Somebody interrupted");
  assert.is(run.status, "interrupted");
  await nothingLost(run, stepsPassed(proxy.passed));
});

fault("taken out of the queue by another", async (url) => {
  const direct = await connect(url);
  const { promptId, graph } = await promptFor(direct, 200);
  await direct.submit(graph, { promptId, clientId: "another" });
  const { error } = await captureThrough(url, {}, {
    quiet: 100,
    during: async () => {
      for (;;) {
        const waiting = (await direct.jobs()).find((j) => j.state === "pending");
        if (waiting) {
          await direct.interrupt(waiting.id);
          break;
        }
        await sleep(20);
      }
    },
  });
  await direct.interrupt(promptId);
  assert.instance(error, InterruptedError);
  assert.match(error.message, "out of the queue");
});

for (const type of ["torch.OutOfMemoryError", "torch.cuda.OutOfMemoryError"]) {
  fault(`out of memory (replayed): ${type}`, async (url) => {
    const data = {
      node_id: "3",
      node_type: "KSampler",
      exception_type: type,
      exception_message: "Allocation on device \n",
      traceback: ["File sampling.py", "File model.py"],
    };
    const { error, run } = await captureThrough(url, {
      edit: (path, body) => {
        for (const entry of path.startsWith("/history/") ? Object.values<any>(body) : []) {
          entry.status = {
            status_str: "error",
            completed: false,
            messages: [["execution_error", data]],
          };
        }
        return body;
      },
    });
    assert.instance(error, OutOfMemoryError);
    assert.is(error.code, "out_of_memory");
    assert.equal([error.nodeId, error.traceback.length], ["3", 2]);
    assert.match(error.message, "host.free");
    assert.equal(run.evaluations.map((e) => e.step), [1, 2, 3]);
  });
}

fault("a real execution error: node and traceback", async (url) => {
  const { error } = await captureThrough(url, {}, {
    set: { "9.filename_prefix": "../../outside/x" },
  });
  assert.is(error?.code, "execution_error");
  assert.is(error.nodeId, "9");
  assert.ok(error.traceback.length > 0);
});

fault("answers that are too large are not read", async (url) => {
  const proxy = await startFaultProxy(url);
  const host = await connect(proxy.url, { limits: { json: 200_000, file: 1000 } });
  proxy.faults.answer = (path) =>
    path === "/queue"
      ? { status: 200, mime: "application/json", body: " ".repeat(300_000) }
      : undefined;
  assert.instance(await failure(host.queue()), TooLargeError);
  const e = await failure(host.upload(new Uint8Array(2000)));
  assert.instance(e, TooLargeError);
  assert.match(e.message, "limits");
  await proxy.stop();
});

fault("upload, view and free", async (url) => {
  const host = await connect(url);
  const png = Uint8Array.from(
    atob(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
    ),
    (c) => c.charCodeAt(0),
  );
  const ref = await host.upload(png, { name: "../樱花.png", subfolder: "kgen", overwrite: true });
  assert.equal(ref, { filename: "樱花.png", subfolder: "kgen", type: "input" });
  assert.equal([...(await host.view(ref)).bytes], [...png]);
  assert.type(await host.features(), "object");
  await host.free({ models: false, memory: false });
});

fault("every question can be stopped", async (url) => {
  const proxy = await startFaultProxy(url);
  const host = await connect(proxy.url);
  proxy.faults.delay = 1500;
  for (
    const call of [
      (signal: AbortSignal) => host.queue({ signal }),
      (signal: AbortSignal) => host.view({ filename: "x.png" }, { signal }),
      (signal: AbortSignal) => host.interrupt("no-such-id", { signal }),
      (signal: AbortSignal) => host.upload(new Uint8Array(9), { signal }),
      (signal: AbortSignal) => host.call("/features", { signal }),
      (signal: AbortSignal) => host.submit({}, { promptId: "x", clientId: "x", signal }),
    ]
  ) {
    const began = performance.now();
    assert.instance(await failure(call(AbortSignal.timeout(50))), InterruptedError);
    assert.ok(performance.now() - began < 2000);
  }
  await proxy.stop();
});

runFaults();
