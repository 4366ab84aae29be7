import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  checkAgainst,
  ComfyError,
  connect,
  HostUnreachableError,
  HttpError,
  InvalidWorkflowError,
  NotComfyError,
  patch,
  template,
} from "@kgen/comfy";
import { startReplay } from "./replay_host.ts";

async function failure(promise: Promise<unknown>): Promise<any> {
  return await promise.then(() => assert.unreachable("no error"), (e) => e);
}

/** A server that gives the same answer to everything. */
async function answering(status: number, mime: string, body: string) {
  const server = createServer((_, response) => {
    response.writeHead(status, { "Content-Type": mime });
    response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    stop: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

test("a refused connection says the URL and what to do", async () => {
  const free = await answering(200, "text/plain", "");
  await free.stop();
  const e = await failure(connect(free.url));
  assert.instance(e, HostUnreachableError);
  assert.instance(e, ComfyError);
  assert.is(e.code, "unreachable");
  assert.match(e.message, free.url);
  assert.match(e.message, "connection refused");
  assert.match(e.message, "--listen");
  assert.match(e.message, "--host embedded");
});

test("an unknown name says so", async () => {
  const e = await failure(connect("http://no-such-host.invalid:8188"));
  assert.instance(e, HostUnreachableError);
  assert.match(e.message, "name of the host is not known");
});

test("what is no address is said before anything is tried", async () => {
  assert.match((await failure(connect("http://"))).message, "not an address");
  assert.match((await failure(connect("ftp://x"))).message, "http or https");
  assert.match((await failure(connect("embedded"))).message, "openHost");
});

test("a web page, other JSON and an error page are not ComfyUI", async () => {
  for (
    const [status, mime, body] of [
      [200, "text/html", "<!doctype html><title>Router</title>"],
      [200, "application/json", '{"hello":1}'],
      [404, "text/html", "<h1>Not found</h1>"],
    ] as const
  ) {
    const server = await answering(status, mime, body);
    const e = await failure(connect(server.url));
    await server.stop();
    assert.instance(e, NotComfyError, body);
    assert.match(e.message, server.url);
  }
});

test("401 asks for credentials", async () => {
  const server = await answering(401, "text/plain", "no");
  const e = await failure(connect(server.url));
  await server.stop();
  assert.instance(e, HttpError);
  assert.is(e.status, 401);
  assert.match(e.message, "headers");
});

test("a host that never answers ends in a timeout that counts silence", async () => {
  const server = createServer(() => {});
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const e = await failure(connect(url, { timeout: 100 }));
  server.closeAllConnections();
  server.close();
  assert.is(e.code, "timeout");
});

test("credentials in a URL are sent, and never shown", async () => {
  const seen: (string | undefined)[] = [];
  const host = await startReplay({
    answers: {
      "/queue": (request, response) => {
        seen.push(request.headers.authorization);
        response.end("{}");
      },
    },
  });
  const client = await connect(host.url.replace("http://", "http://user:secret@"));
  await client.queue();
  await host.stop();
  assert.is(client.url, host.url);
  assert.not.match(JSON.stringify(client), "secret");
  assert.equal(seen, ["Basic dXNlcjpzZWNyZXQ="]);
});

test("kind is embedded only when the host says so", async () => {
  const remote = await startReplay();
  const embedded = await startReplay({ system: { kgen_embedded: "0.1.0" } });
  assert.is((await connect(remote.url)).kind, "remote");
  assert.is((await connect(embedded.url)).kind, "embedded");
  await remote.stop();
  await embedded.stop();
});

test("close() ends what this process started, once", async () => {
  const replay = await startReplay();
  let ended = 0;
  {
    await using host = await connect(replay.url, { onClose: () => void ended++ });
    await host.close();
  }
  await replay.stop();
  assert.is(ended, 1);
});

test("a file and a node that a host lacks are named, with what it has", async () => {
  const replay = await startReplay({ files: { unet: "other.safetensors" } });
  const host = await connect(replay.url);
  const w = template("zimage-turbo-speed-test");
  w.graph["50"] = { class_type: "NoSuchNode", inputs: {} };
  const problems = await checkAgainst(host, patch(w, { set: { "3.sampler_name": "best" } }));
  await replay.stop();
  assert.equal(
    problems.map((p) => [p.node, p.classType, p.input, p.kind, p.value]).sort(),
    [
      ["28", "UNETLoader", "unet_name", "missing_file", "z_image_turbo_bf16.safetensors"],
      ["3", "KSampler", "sampler_name", "value", "best"],
      ["50", "NoSuchNode", null, "missing_node", "NoSuchNode"],
    ],
  );
  const file = problems.find((p) => p.node === "28")!;
  assert.match(file.message, "other.safetensors");
  assert.equal(file.available, ["corrupt.safetensors", "other.safetensors"]);
});

test("a refused prompt names node and input", async () => {
  const body = {
    error: {
      type: "prompt_outputs_failed_validation",
      message: "Prompt outputs failed validation",
    },
    node_errors: {
      "3": {
        errors: [{
          type: "value_smaller_than_min",
          message: "Value 0 smaller than min of 1",
          details: "steps",
          extra_info: { input_name: "steps", received_value: 0 },
        }],
        dependent_outputs: ["9"],
        class_type: "KSampler",
      },
    },
  };
  const replay = await startReplay({
    answers: {
      "/prompt": (_, response) => {
        response.writeHead(400, { "Content-Type": "application/json" });
        response.end(JSON.stringify(body));
      },
    },
  });
  const host = await connect(replay.url);
  const e = await failure(host.submit({}, { promptId: "p", clientId: "c" }));
  await replay.stop();
  assert.instance(e, InvalidWorkflowError);
  assert.equal([e.problems[0].node, e.problems[0].input, e.problems[0].value], ["3", "steps", 0]);
  assert.match(e.message, "node 3 (KSampler), input steps: Value 0 smaller than min of 1");
});

test("no event is lost between listen and the first read", async () => {
  const replay = await startReplay({ stepMs: 0 });
  const host = await connect(replay.url);
  const stream = await host.listen("c1");
  await host.submit({}, { promptId: "p1", clientId: "c1" });
  await new Promise((done) => setTimeout(done, 300)); // everything has arrived by now
  const types: string[] = [];
  let before = -Infinity;
  for await (const e of stream) {
    assert.ok(e.t >= before, "times ascend");
    before = e.t;
    types.push(e.kind === "message" ? e.type : e.kind);
    if (e.kind === "message" && e.type === "executing" && e.data.node === null) stream.close();
  }
  await replay.stop();
  assert.equal(types.slice(0, 3), ["status", "feature_flags", "execution_start"]);
  assert.is(types.filter((t) => t === "preview").length, 8);
  assert.is(types.at(-1), "closed");
  // The time is that of arrival, not that of reading.
  assert.is(types.filter((t) => t === "progress").length, 8);
});

test.run();
