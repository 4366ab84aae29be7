// Plays a transcript of a real ComfyUI with the plugin as a host: its messages, history and /kgen routes.
// Pictures are one pixel. The host's clock is ahead of ours by `ahead` s, and its logs are moved to now.
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocketServer } from "ws";

const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

export interface PluginReplayOptions {
  /** s by which the host's clock is ahead. */
  ahead?: number;
  /** Which job of the capture fails, from 1, and the message of its error. */
  fail?: { job: number; message: string };
  /** The clock route is missing, as behind a proxy. */
  noClock?: boolean;
  /** Cuts the socket of the first job after so many messages, for good. */
  cutAfter?: number;
}

export interface PluginReplay {
  url: string;
  /** Graphs that were queued. */
  graphs: Record<string, any>[];
  /** performance.now() at which the first job's sampler node began here, ms. */
  began: number;
  options: Record<string, any>;
  workflow: string;
  stop(): Promise<void>;
}

export async function startPluginReplay(
  name: string,
  o: PluginReplayOptions = {},
): Promise<PluginReplay> {
  const doc = JSON.parse(
    readFileSync(new URL(`./transcripts/${name}.json`, import.meta.url), "utf8"),
  );
  const ahead = (o.ahead ?? 0) * 1000;
  const unixMs = () => performance.timeOrigin + performance.now() + ahead;
  const graphs: Record<string, any>[] = [];
  const history: Record<string, any> = {};
  const sockets = new Map<string, any>();
  let cut = false;

  const http = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, "http://x");
    let text = "";
    for await (const chunk of request) text += chunk;
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(body));
    };
    const last = pathname.split("/").at(-1)!;
    if (pathname === "/system_stats") {
      return json(200, {
        system: { os: "linux", comfyui_version: "0.33.0" },
        devices: [{ name: "cpu", type: "cpu", vram_total: 0 }],
      });
    }
    if (pathname.startsWith("/object_info")) {
      if (last === "object_info") return json(200, doc.objectInfo);
      return json(200, doc.objectInfo[last] ? { [last]: doc.objectInfo[last] } : {});
    }
    if (pathname === "/kgen") return json(200, doc.about);
    if (pathname === "/kgen/clock" && !o.noClock) {
      return json(200, { unix_ns: Math.round(unixMs() * 1e6), perf_ns: 0 });
    }
    if (pathname.startsWith("/history/")) {
      return json(200, history[last] ? { [last]: history[last] } : {});
    }
    if (pathname === "/queue") return json(200, { queue_running: [], queue_pending: [] });
    if (pathname === "/view") {
      response.writeHead(200, { "Content-Type": "image/png" });
      return response.end(pixel);
    }
    if (pathname === "/prompt") {
      const body = JSON.parse(text);
      graphs.push(body.prompt);
      void play(graphs.length, body.prompt_id, body.client_id);
      return json(200, { prompt_id: body.prompt_id, number: 0, node_errors: {} });
    }
    json(404, {});
  });

  const replay: PluginReplay = {
    url: "",
    graphs,
    began: NaN,
    options: doc.options,
    workflow: doc.workflow,
    async stop() {
      for (const socket of server.clients) socket.terminate();
      server.close();
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
    },
  };

  async function play(n: number, id: string, client: string) {
    const job = doc.jobs[n - 1];
    const fill = (value: unknown) =>
      JSON.parse(
        JSON.stringify(value).replaceAll(`<job ${n}>`, id),
        (key, v) => key === "timestamp" ? Math.floor(unixMs()) : v,
      );
    let samplerAt = NaN;
    let at = 0;
    for (const [i, [ms, type, data]] of job.messages.entries()) {
      await sleep(Math.min(20, ms - at));
      at = ms;
      if (o.fail?.job === n && type === "execution_success") {
        const error = {
          prompt_id: id,
          node_id: "x",
          node_type: "VAEDecode",
          exception_message: o.fail.message,
          exception_type: "RuntimeError",
          traceback: [],
        };
        history[id] = {
          outputs: {},
          status: {
            status_str: "error",
            completed: false,
            messages: [["execution_error", error]],
          },
        };
        send(client, "execution_error", error);
        return send(client, "executing", { node: null, prompt_id: id });
      }
      if (type === "executing" && data.node === "3") {
        samplerAt = unixMs();
        if (n === 1) replay.began = performance.now();
      }
      if (type === "executing" && data.node === null) {
        history[id] = fill(job.history);
        for (const output of Object.values<any>(history[id].outputs)) {
          output.kgen = output.kgen?.map((log: string) => moved(log, samplerAt));
        }
      }
      if (n === 1 && i === o.cutAfter) {
        cut = true;
        sockets.get(client)?.terminate();
      }
      send(client, type, fill(data));
    }
  }

  /** The log as if its first sampler had begun at `ms`, Unix time of the host. */
  function moved(text: string, ms: number) {
    const log = JSON.parse(text);
    const by = Math.round(ms * 1e6) - log.passes[0].start_unix_ns;
    for (const pass of log.passes) pass.start_unix_ns += by;
    return JSON.stringify(log);
  }

  function send(client: string, type: string, data: unknown) {
    sockets.get(client)?.send(JSON.stringify({ type, data }));
  }

  const server = new WebSocketServer({ server: http, path: "/ws" });
  server.on("connection", (socket, request) => {
    if (cut) return socket.terminate();
    const id = new URL(request.url!, "http://x").searchParams.get("clientId")!;
    sockets.set(id, socket);
    send(id, "status", { status: { exec_info: { queue_remaining: 0 } }, sid: id });
    socket.on("message", () => send(id, "feature_flags", { supports_preview_metadata: true }));
    socket.on("error", () => {});
  });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  replay.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return replay;
}
