/**
 * A REPLAY of a host, for tests: a small server that plays back what a real ComfyUI v0.33 was recorded
 * to say (tests/nano/transcripts), message by message and in its order, and that can be told to fail
 * at any of them. It computes nothing.
 */
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { type WebSocket, WebSocketServer } from "ws";

type Message = [type: string, data: any];

export interface ReplayOptions {
  /** Name of the transcript; default the stock Turbo graph with previews. */
  scenario?: string;
  /** Label of the prompt in it; default p1. */
  prompt?: string;
  /** Changes the recorded messages of the prompt before they are played. */
  edit?: (messages: Message[]) => Message[];
  /** ms before each progress_state of a running step; default 2. */
  stepMs?: number;
  /** The socket is cut before the message of this number (0 is the first of the prompt). */
  cutAt?: number;
  /** From this message on nothing is sent, but the job finishes. */
  silentFrom?: number;
  /** The whole server dies before this message. */
  dieAt?: number;
  /** The job waits before this message until it is interrupted. */
  waitAt?: number;
  /** The history entry appears so many ms after the last message. */
  historyDelay?: number;
  /** Model files by placeholder in the transcript. */
  files?: Record<string, string>;
  /** Answers given in place of the usual ones, by path. */
  answers?: Record<string, (request: IncomingMessage, response: ServerResponse) => void>;
  /** More for /system_stats, such as kgen_embedded. */
  system?: Record<string, unknown>;
}

export interface ReplayHost {
  url: string;
  /** Bodies of the POST requests, as [path, body]. */
  posts: [path: string, body: any][];
  /** When each step's progress_state was handed to the socket: performance.now() of this process, ms. */
  sent: number[];
  stop(): Promise<void>;
}

const read = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../nano/transcripts/${name}.json`, import.meta.url), "utf8"),
  );

/** Bytes that stand for the picture of a preview: a PNG or JPEG signature and the step. */
export function standIn(mime: string, step: number): Buffer {
  const head = mime === "image/png" ? [0x89, 0x50, 0x4e, 0x47] : [0xff, 0xd8, 0xff, 0xe0];
  return Buffer.concat([Buffer.from(head), Buffer.alloc(3000, step)]);
}

/** Frame type 4: length, metadata, picture. */
export function frame4(meta: Record<string, unknown>, picture: Uint8Array): Buffer {
  const json = Buffer.from(JSON.stringify(meta));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(4, 0);
  head.writeUInt32BE(json.length, 4);
  return Buffer.concat([head, json, picture]);
}

/** Frame type 1: format (1 JPEG, 2 PNG), picture. */
export function frame1(format: number, picture: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(1, 0);
  head.writeUInt32BE(format, 4);
  return Buffer.concat([head, picture]);
}

export async function startReplay(o: ReplayOptions = {}): Promise<ReplayHost> {
  const label = o.prompt ?? "p1";
  const transcript = read(o.scenario ?? "turbo-previews-metadata");
  const recorded: Message[] = (Object.values(transcript.sockets) as Message[][])[0];
  const ids = (m: Message) => JSON.stringify(m[1]).includes(`"<${label}>"`);
  const first = recorded.findIndex(ids);
  const last = recorded.findLastIndex(ids);
  // Binary frames of type 1 carry no id, so the range is taken, not the matches.
  const own = (o.edit ?? ((m) => m))(recorded.slice(first, last + 1));
  const historyBody = transcript.answers.find((a: any) => a.step === `GET /history/{${label}}`)
    ?.body ??
    historyOf(label, own);
  const objectInfo = Object.fromEntries(
    read("object-info").answers.filter((a: any) => a.step.startsWith("GET /object_info/"))
      .flatMap((a: any) => Object.entries(a.body)),
  );
  const files: Record<string, string> = {
    unet: "z_image_turbo_bf16.safetensors",
    clip: "qwen_3_4b.safetensors",
    vae: "ae.safetensors",
    ...o.files,
  };
  const fill = (value: unknown, id: string) => {
    let text = JSON.stringify(value ?? {}).replaceAll(`<${label}>`, id)
      .replaceAll('"<time>"', () => String(Date.now())).replaceAll("<count>", "00001");
    for (const [name, file] of Object.entries(files)) text = text.replaceAll(`<${name}>`, file);
    return JSON.parse(text);
  };

  const posts: ReplayHost["posts"] = [];
  const sent: number[] = [];
  const sockets = new Map<string, WebSocket>();
  const history: Record<string, any> = {};
  const running = new Set<string>();
  const interrupted = new Set<string>();

  const http = createServer(async (request, response) => {
    const path = new URL(request.url!, "http://x").pathname;
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(body));
    };
    let body: any;
    if (request.method === "POST") {
      let text = "";
      for await (const chunk of request) text += chunk;
      body = text ? JSON.parse(text) : {};
      posts.push([path, body]);
    }
    const answer = o.answers?.[path];
    if (answer) return answer(request, response);
    if (path === "/system_stats") {
      return json(200, {
        system: {
          os: "linux",
          comfyui_version: "0.33.0",
          python_version: "3.11.7 (main)",
          ...o.system,
        },
        devices: [{
          name: "cuda:0 NVIDIA H100 80GB HBM3 : cudaMallocAsync",
          type: "cuda",
          vram_total: 85017493504,
        }],
      });
    }
    if (path.startsWith("/object_info/")) {
      const name = path.split("/")[2];
      return json(200, objectInfo[name] ? fill({ [name]: objectInfo[name] }, "") : {});
    }
    if (path.startsWith("/history/")) {
      const id = path.split("/")[2];
      return json(200, history[id] ? { [id]: history[id] } : {});
    }
    if (path === "/queue" && request.method === "GET") {
      return json(200, { queue_running: [...running].map((id) => [0, id, {}]), queue_pending: [] });
    }
    if (path === "/queue") return json(200, {});
    if (path === "/interrupt") {
      interrupted.add(body.prompt_id);
      return json(200, {});
    }
    if (path === "/view") {
      response.writeHead(200, { "Content-Type": "image/png" });
      return response.end(standIn("image/png", 255));
    }
    if (path === "/prompt") {
      running.add(body.prompt_id);
      json(200, { prompt_id: body.prompt_id, number: 0, node_errors: {} });
      return void play(body.prompt_id, body.client_id);
    }
    json(404, {});
  });

  const server = new WebSocketServer({ server: http, path: "/ws" });
  server.on("connection", (socket, request) => {
    const id = new URL(request.url!, "http://x").searchParams.get("clientId")!;
    sockets.set(id, socket);
    send(id, ["status", { status: { exec_info: { queue_remaining: 0 } }, sid: id }]);
    socket.on("message", (data) => {
      if (JSON.parse(String(data)).type === "feature_flags") {
        send(id, ["feature_flags", { supports_preview_metadata: true }]);
      }
    });
    socket.on("error", () => {});
  });

  function send(client: string, [type, data]: Message) {
    sockets.get(client)?.send(JSON.stringify({ type, data }));
  }

  let preview = 0;
  async function play(id: string, client: string) {
    let muted = false;
    const began = Date.now();
    const entry = () => {
      const made = fill(historyBody, id)[id];
      for (const [type, data] of made?.status.messages ?? []) {
        if (type === "execution_start") data.timestamp = began;
      }
      return made;
    };
    const finish = (entry: any) => {
      running.delete(id);
      history[id] = entry;
    };
    for (const [i, [type, data]] of own.entries()) {
      if (i === o.dieAt) return void stop();
      if (i === o.cutAt) {
        await sleep(5); // what was sent before has left by then
        sockets.get(client)?.terminate();
        muted = true;
      }
      if (i === o.silentFrom) muted = true;
      while (i === o.waitAt && !interrupted.has(id) && !stopped) await sleep(5);
      if (interrupted.has(id)) {
        send(client, ["execution_interrupted", {
          prompt_id: id,
          node_id: "3",
          node_type: "KSampler",
        }]);
        finish(entryOf("error", [["execution_interrupted", { prompt_id: id, node_id: "3" }]]));
        return send(client, ["executing", { node: null, prompt_id: id }]);
      }
      const step = type === "progress_state" && /running [1-9]/.test(JSON.stringify(data));
      if (step) await sleep(o.stepMs ?? 2);
      if (stopped) return;
      if (type === "executing" && data.node === null && !o.historyDelay) {
        finish(entry());
      }
      if (muted) continue;
      if (type.startsWith("binary")) {
        preview++;
        const { picture: _, ...meta } = fill(data, id);
        sockets.get(client)?.send(
          type === "binary 4"
            ? frame4(meta, standIn(meta.image_type, preview))
            : frame1(data.format, standIn("image/jpeg", preview)),
        );
        continue;
      }
      if (step) sent.push(performance.now());
      send(client, [
        type,
        type === "progress_state" ? nodesOf(fill(data, id), id) : fill(data, id),
      ]);
    }
    if (o.historyDelay) await sleep(o.historyDelay);
    finish(entry());
  }

  let stopped = false;
  async function stop() {
    stopped = true;
    for (const socket of server.clients) socket.terminate();
    server.close();
    http.closeAllConnections();
    await new Promise((done) => http.close(done));
  }

  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, posts, sent, stop };
}

/** The history entry of a job that succeeded, where none was recorded: what its nodes said. */
function historyOf(label: string, messages: Message[]) {
  const said = messages.filter(([type]) => type === "executed").map(([, d]) => [d.node, d.output]);
  const mine = ["execution_start", "execution_success"].map((type) => [type, {}]);
  return { [`<${label}>`]: { ...entryOf("success", mine), outputs: Object.fromEntries(said) } };
}

const entryOf = (status: string, messages: unknown[]) => ({
  outputs: {},
  status: { status_str: status, completed: status === "success", messages },
});

/** "running 1/8" in a transcript stands for the whole state of a node. */
function nodesOf(data: any, id: string) {
  const nodes = Object.entries<string>(data.nodes).map(([node, text]) => {
    const [state, part] = text.split(" ");
    const [value, max] = part.split("/").map(Number);
    return [node, {
      value,
      max,
      state,
      node_id: node,
      prompt_id: id,
      display_node_id: node,
      parent_node_id: null,
      real_node_id: node,
    }];
  });
  return { ...data, nodes: Object.fromEntries(nodes) };
}
