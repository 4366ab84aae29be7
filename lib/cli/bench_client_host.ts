/**
 * A REPLAY of a GPU host for the client's benchmark, in a process of its own: it answers what a capture asks and
 * sends the messages of a job as a ComfyUI v0.33 with previews does, at the pace it is told. It computes nothing.
 *
 * Usage: bench_client_host.ts STEP_MS PREVIEW_BYTES; prints its address, ends with standard input.
 */
import { Buffer } from "node:buffer";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { type WebSocket, WebSocketServer } from "ws";

const [stepMs, previewBytes] = process.argv.slice(2).map(Number);
const SAMPLER = "3";
const sockets = new Map<string, WebSocket>();
const history: Record<string, unknown> = {};

/** Bytes with a JPEG's signature that nothing can compress, different at each step. */
function picture(step: number): Buffer {
  const bytes = Buffer.alloc(previewBytes);
  for (let i = 0, x = step * 7919 + 1; i < bytes.length; i++) {
    x = (x * 1103515245 + 12345) & 0x7fffffff;
    bytes[i] = x >> 16;
  }
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  return bytes;
}
const pictures = Array.from({ length: 50 }, (_, i) => picture(i));

function frame4(meta: unknown, bytes: Uint8Array): Buffer {
  const json = Buffer.from(JSON.stringify(meta));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(4, 0);
  head.writeUInt32BE(json.length, 4);
  return Buffer.concat([head, json, bytes]);
}

async function play(id: string, client: string, graph: Record<string, any>) {
  const steps: number = graph[SAMPLER].inputs.steps;
  const send = (type: string, data: unknown) =>
    sockets.get(client)?.send(JSON.stringify({ type, data }));
  const started = Date.now();
  const state: Record<string, unknown> = {};
  const progress = (node: string, value: number, max: number, word: string) => {
    state[node] = {
      value,
      max,
      state: word,
      node_id: node,
      prompt_id: id,
      display_node_id: node,
      parent_node_id: null,
      real_node_id: node,
    };
    send("progress_state", { prompt_id: id, nodes: state });
  };
  send("execution_start", { prompt_id: id, timestamp: started });
  send("execution_cached", { nodes: [], prompt_id: id, timestamp: started });
  for (const node of Object.keys(graph)) {
    progress(node, 0, node === SAMPLER ? steps : 1, "running");
    send("executing", { node, display_node: node, prompt_id: id });
    let due = performance.now();
    for (let step = 1; node === SAMPLER && step <= steps; step++) {
      due += stepMs;
      if (stepMs > 0) await sleep(Math.max(0, due - performance.now()));
      // As fast as the client takes them, and no faster.
      else while (sockets.get(client)!.bufferedAmount > 8e6) await sleep(1);
      progress(node, step, steps, "running");
      const meta = {
        node_id: node,
        prompt_id: id,
        display_node_id: node,
        image_type: "image/jpeg",
      };
      sockets.get(client)?.send(frame4(meta, pictures[step % pictures.length]));
      send("progress", { value: step, max: steps, prompt_id: id, node });
    }
    progress(node, node === SAMPLER ? steps : 1, node === SAMPLER ? steps : 1, "finished");
  }
  const messages = [
    ["execution_start", { timestamp: started }],
    ["execution_success", { timestamp: Date.now() }],
  ];
  send("execution_success", { prompt_id: id, timestamp: Date.now() });
  history[id] = {
    outputs: { "9": { images: [{ filename: "a.png", subfolder: "", type: "output" }] } },
    status: { status_str: "success", completed: true, messages },
  };
  send("executing", { node: null, prompt_id: id });
}

const http = createServer(async (request, response) => {
  const path = new URL(request.url!, "http://x").pathname;
  const json = (body: unknown, status = 200) =>
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  let text = "";
  for await (const chunk of request) text += chunk;
  if (path === "/system_stats") {
    return json({
      system: { os: "linux", comfyui_version: "0.33.0", python_version: "3.12.3" },
      devices: [{ name: "cuda:0 REPLAY", type: "cuda", vram_total: 85017493504 }],
    });
  }
  const id = path.split("/")[2];
  if (path.startsWith("/object_info/")) {
    // Every node type but those of the kit's plugin, so that the capture is one by previews.
    return json(id.startsWith("Kgen") ? {} : { [id]: { input: { required: {} } } });
  }
  if (path.startsWith("/history/")) return json(history[id] ? { [id]: history[id] } : {});
  if (path === "/queue") return json({ queue_running: [], queue_pending: [] });
  if (path === "/view") {
    return response.writeHead(200, { "Content-Type": "image/png" }).end(pictures[0]);
  }
  if (path === "/prompt") {
    const body = JSON.parse(text);
    json({ prompt_id: body.prompt_id, number: 0, node_errors: {} });
    return void play(body.prompt_id, body.client_id, body.prompt);
  }
  json({}, 404);
});
const server = new WebSocketServer({ server: http, path: "/ws" });
server.on("connection", (socket, request) => {
  sockets.set(new URL(request.url!, "http://x").searchParams.get("clientId")!, socket);
  socket.on("message", () => {
    socket.send(
      JSON.stringify({ type: "feature_flags", data: { supports_preview_metadata: true } }),
    );
  });
});
process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
http.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
});
