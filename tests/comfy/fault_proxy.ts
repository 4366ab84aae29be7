/**
 * A proxy before any ComfyUI that passes everything on, and makes the faults it is told to. Messages are
 * counted from 0 over all connections of the proxy, as they come from the host.
 */
import { Buffer } from "node:buffer";
import { createServer, request as httpRequest, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import WebSocket, { WebSocketServer } from "ws";

export interface Faults {
  /** The connection ends (without WebSocket's farewell) before the message of this number. */
  cutAt?: number;
  /** From this message on nothing is passed to the client; the connection stays. */
  silentFrom?: number;
  /** ms before each message and before each piece of an HTTP answer. */
  delay?: number;
  /** Bytes of a piece of an HTTP answer, when it is slow; default all. */
  piece?: number;
  /** The binary message of this number (counting binary ones only) comes as its first half. */
  halve?: number;
  /** Called before each message is passed on; may send what it likes to the client. */
  before?: (n: number, client: WebSocket) => void | Promise<void>;
  /** An answer in place of the host's, or "cut": the connection ends without one; after: the host got it. */
  answer?: (
    path: string,
    method: string,
  ) =>
    | { status: number; mime?: string; body?: string; headers?: Record<string, string> }
    | "cut"
    | "cut after"
    | undefined;
  /** The status with which new sockets are refused. */
  refuse?: number;
  /** Changes the JSON of an answer. */
  edit?: (path: string, body: any) => any;
}

export interface FaultProxy {
  url: string;
  /** May be changed while it runs. */
  faults: Faults;
  /** Messages passed on to a client, as text or as the number of their bytes. */
  passed: (string | number)[];
  /** Sockets opened by clients so far. */
  connections: number;
  /** What clients sent, in order. */
  received: string[];
  /** Codes with which clients closed. */
  closings: number[];
  /** The open sockets are no longer read, so that even a ping stays without an answer. */
  freeze(): void;
  stop(): Promise<void>;
}

export async function startFaultProxy(target: string, faults: Faults = {}): Promise<FaultProxy> {
  const to = new URL(target);

  const http = createServer(async (request, response) => {
    const path = new URL(request.url!, "http://x").pathname;
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const told = proxy.faults.answer?.(path, request.method!);
    if (told === "cut") return void request.socket.destroy();
    if (typeof told === "object") {
      response.writeHead(told.status, {
        "Content-Type": told.mime ?? "text/plain",
        ...told.headers,
      });
      return response.end(told.body ?? "");
    }
    const { host: _, connection: __, origin: ___, ...headers } = request.headers;
    const onward = httpRequest(
      { host: to.hostname, port: to.port, path: request.url, method: request.method, headers },
      async (answer) => {
        const parts: Uint8Array[] = [];
        for await (const part of answer) parts.push(part);
        if (told === "cut after") return request.socket.destroy();
        let body = Buffer.concat(parts);
        if (proxy.faults.edit && /json/.test(answer.headers["content-type"] ?? "")) {
          body = Buffer.from(JSON.stringify(proxy.faults.edit(path, JSON.parse(String(body)))));
        }
        await pass(response, answer.statusCode!, answer.headers["content-type"], body);
      },
    );
    onward.on("error", () => request.socket.destroy());
    onward.end(Buffer.concat(chunks));
  });

  async function pass(response: ServerResponse, status: number, mime = "", body: Uint8Array) {
    const { delay, piece = body.length } = proxy.faults;
    if (delay) await sleep(delay);
    response.writeHead(status, { "Content-Type": mime, "Content-Length": body.length });
    for (let at = 0; at < body.length; at += piece) {
      if (delay) await sleep(delay);
      response.write(body.subarray(at, at + piece));
    }
    response.end();
  }

  let count = 0;
  let binaries = 0;
  const sockets = new WebSocketServer({ noServer: true });
  http.on("upgrade", (request, socket, head) => {
    socket.on("error", () => {});
    if (proxy.faults.refuse) {
      return socket.end(`HTTP/1.1 ${proxy.faults.refuse} No\r\nContent-Length: 0\r\n\r\n`);
    }
    sockets.handleUpgrade(request, socket, head, (client) => join(client, request.url!));
  });

  function join(client: WebSocket, path: string) {
    proxy.connections++;
    const host = new WebSocket(`ws://${to.host}${path}`, { perMessageDeflate: false });
    const early: string[] = [];
    host.on("open", () => early.forEach((m) => host.send(m)));
    client.on("message", (data) => {
      proxy.received.push(String(data));
      if (host.readyState === WebSocket.OPEN) host.send(String(data));
      else early.push(String(data));
    });
    client.on("error", () => {});
    host.on("error", () => {});
    client.on("close", (code) => {
      proxy.closings.push(code);
      host.terminate();
    });
    host.on("close", () => hangUp(client));
    let chain = Promise.resolve();
    host.on("message", (data, binary) => {
      const n = count++;
      chain = chain.then(() => onward(n, client, data as Buffer, binary)).catch(() => {});
    });
  }

  async function onward(n: number, client: WebSocket, data: Buffer, binary: boolean) {
    const f = proxy.faults;
    if (f.delay) await sleep(f.delay);
    await f.before?.(n, client);
    if (n === f.cutAt) hangUp(client);
    if (client.readyState !== WebSocket.OPEN || cut.has(client)) return;
    if (f.silentFrom !== undefined && n >= f.silentFrom) return;
    const half = binary && binaries++ === f.halve;
    proxy.passed.push(binary ? (half ? -data.length : data.length) : String(data));
    client.send(half ? data.subarray(0, data.length >> 1) : data, { binary });
  }

  const cut = new WeakSet<WebSocket>();
  /** Ends the connection as a cable does that is pulled: what was sent arrives, and no farewell comes. */
  function hangUp(client: WebSocket) {
    cut.add(client);
    rawSocket(client)?.end();
  }

  const proxy: FaultProxy = {
    url: "",
    faults,
    passed: [],
    connections: 0,
    received: [],
    closings: [],
    freeze() {
      for (const client of sockets.clients) rawSocket(client)?.pause();
    },
    async stop() {
      for (const client of sockets.clients) client.terminate();
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
    },
  };
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  proxy.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return proxy;
}

/** The TCP socket below a WebSocket, to send what no library would. */
export const rawSocket = (client: WebSocket): import("node:net").Socket | undefined =>
  (client as any)._socket;

/** The head of a binary frame that promises so many bytes. */
export function frameHead(bytes: number): Buffer {
  const head = Buffer.alloc(10);
  head[0] = 0x82;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(bytes), 2);
  return head;
}

/** Steps of a node that the messages passed on tell of, each once. */
export function stepsPassed(passed: (string | number)[], node = "3"): number[] {
  const steps = new Set<number>();
  for (const m of passed) {
    if (typeof m !== "string" || !m.includes('"progress_state"')) continue;
    const state = JSON.parse(m).data.nodes[node];
    if (state?.state === "running" && state.value > 0) steps.add(state.value);
  }
  return [...steps];
}
