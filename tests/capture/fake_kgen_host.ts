// A FAKE ComfyUI with comfyui-kgen, as far as telemetry and the doctor go. Its readings are an H100's real ones.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";
import { WebSocket, WebSocketServer } from "ws";
import { recorded } from "./fake_gpu_tools.ts";

export interface FakeOptions {
  plugin?: boolean;
  nvml?: boolean;
  device?: "cuda" | "cpu";
  /** The host's clock before ours, ms. */
  ahead?: number;
  /** Accepts and then sends nothing. */
  mute?: boolean;
  /** What /object_info knows, by class. */
  objectInfo?: Record<string, unknown>;
  /** Jobs in the queue: running, waiting. */
  queue?: [number, number];
  comfyui?: string;
  pluginVersion?: string;
  /** As a proxy that passes HTTP and refuses WebSocket. */
  noSockets?: boolean;
  /** Answers everything with this status. */
  status?: number;
}

/** The version of the plugin beside this kit. */
const ownVersion = /VERSION = "([^"]+)"/.exec(
  readFileSync(new URL("../../workflows/comfyui-kgen/version.py", import.meta.url), "utf8"),
)![1];

/** Starts it on a free port. */
export async function fakeHost(o: FakeOptions = {}) {
  const sockets = new Map<string, WebSocket>();
  const asked: { client_id: string; hz: number }[] = [];
  const timers: ReturnType<typeof setInterval>[] = [];
  const real = recorded(200).map((r) => ({
    temperature_c: Number(r.temperature_c),
    memory_temperature_c: null,
    power_w: Number(r.power_w),
    sm_clock_mhz: Number(r.sm_clock_mhz),
    throttle_bits: Number(r.throttle_bits),
  }));
  function subscribe(client_id: string, hz: number) {
    asked.push({ client_id, hz });
    const socket = sockets.get(client_id);
    let i = 0;
    const timer = setInterval(() => {
      if (socket?.readyState !== WebSocket.OPEN) return clearInterval(timer);
      const unix_ns = 1e6 * (performance.timeOrigin + performance.now() + (o.ahead ?? 0));
      const data = { unix_ns, gpu: 0, ...real[i++] };
      socket.send(JSON.stringify({ type: "kgen.telemetry", data }));
    }, 1000 / hz);
    timers.push(timer);
  }
  const server = createServer((request, answer) => {
    let body = "";
    request.on("data", (b) => body += b);
    request.on("end", () => {
      const json = (value: unknown, status = 200) => {
        answer.writeHead(status, { "content-type": "application/json" });
        answer.end(JSON.stringify(value));
      };
      const path = request.url!.split("?")[0];
      const jobs = (n = 0) => Array.from({ length: n }, (_, i) => [i, `job-${i}`, {}, {}, []]);
      if (o.status) json({ error: "no" }, o.status);
      else if (path === "/features") json({ supports_preview_metadata: true });
      else if (path === "/queue") {
        json({ queue_running: jobs(o.queue?.[0]), queue_pending: jobs(o.queue?.[1]) });
      } else if (path.startsWith("/object_info/")) {
        const name = decodeURIComponent(path.slice("/object_info/".length));
        json(o.objectInfo?.[name] ? { [name]: o.objectInfo[name] } : {});
      } else if (path === "/system_stats") {
        const name = o.device === "cpu" ? "cpu" : "cuda:0 NVIDIA H100 80GB HBM3 : native";
        json({
          system: { comfyui_version: o.comfyui ?? "0.33.0" },
          devices: [{
            name,
            type: o.device ?? "cuda",
            index: 0,
            vram_total: 85e9,
            vram_free: 80e9,
          }],
        });
      } else if (path === "/kgen" && o.plugin !== false) {
        const word = o.nvml === false ? "no NVML library" : "";
        json({
          plugin: "comfyui-kgen",
          version: o.pluginVersion ?? ownVersion,
          nvml: o.nvml !== false,
          word,
        });
      } else if (path === "/kgen/clock") {
        json({ unix_ns: 1e6 * (performance.timeOrigin + performance.now() + (o.ahead ?? 0)) });
      } else if (path === "/kgen/telemetry" && request.method === "POST") {
        const { client_id, hz } = JSON.parse(body);
        if (!sockets.has(client_id)) return json({ error: "no such socket" }, 400);
        if (o.mute) asked.push({ client_id, hz });
        else subscribe(client_id, hz);
        json({});
      } else json({ error: "not found" }, 404);
    });
  });
  const ws = new WebSocketServer({
    server,
    verifyClient: (_: unknown, answer: (ok: boolean, code: number) => void) =>
      answer(!o.noSockets, 400),
  });
  ws.on("connection", (socket, request) => {
    const id = new URL(request.url!, "http://x").searchParams.get("clientId")!;
    sockets.set(id, socket);
    socket.send(JSON.stringify({ type: "status", data: { sid: id } }));
    socket.on("message", () => socket.send(JSON.stringify({ type: "feature_flags", data: {} })));
    socket.on("close", () => {
      if (sockets.get(id) === socket) sockets.delete(id);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked,
    sockets,
    cut: () => sockets.forEach((s) => s.terminate()),
    async stop() {
      timers.forEach(clearInterval);
      sockets.forEach((s) => s.terminate());
      ws.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
