import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { maxBody } from "./features.ts";
import type { Host } from "./host.ts";
import { isAllowed } from "./origin.ts";
import { empty, text } from "./respond.ts";
import { dispatch, type Incoming } from "./routes.ts";

/** A listening server. */
export interface Server {
  url: string;
  close(): void;
}

/**
 * Answers requests and WebSocket connections for a host on 127.0.0.1.
 *
 * Not `Deno.serve`: its WebSockets let the system collect small messages (Nagle's algorithm), which then come up to 40 ms
 * late, and a step of the sampler takes 20. `ws` switches that off. Rejects with the system's error if the port
 * cannot be had.
 */
export async function serve(host: Host, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    answer(host, request).then((made) => write(response, made));
  });
  const upgrader = new WebSocketServer({ noServer: true, maxPayload: maxBody });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A client that goes away in the middle of the handshake must not end the host.
    socket.on("error", () => {});
    const asked = readSafely(request);
    if (!asked) return refuse(socket, "400 Bad Request");
    if (!asked.allowed) return refuse(socket, "403 Forbidden");
    if (!isSocketPath(asked.path)) return refuse(socket, "404 Not Found");
    const sid = asked.query.get("clientId") || randomUUID().replaceAll("-", "");
    upgrader.handleUpgrade(request, socket, head, (connection) => {
      host.connect(sid, connection);
    });
  });
  await new Promise<void>((done, fail) => {
    server.on("error", fail);
    server.listen(port, "127.0.0.1", done);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const connection of upgrader.clients) connection.terminate();
      // Its callback is not waited for: Deno's server forgets to call it where a socket ends at the same moment.
      server.close();
      server.closeAllConnections();
    },
  };
}

const isSocketPath = (path: string) => /^(\/api)?\/ws$/.test(path);

function read(request: IncomingMessage) {
  const headers = new Headers(
    Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
  // Only the path and the query are of use: the Host header is checked, not trusted.
  const { pathname: path, searchParams: query } = new URL(`http://127.0.0.1${request.url}`);
  return { headers, path, query, allowed: isAllowed(headers) };
}

/** As `read`, and null for a path that is none: nothing above an upgrade would catch the error. */
function readSafely(request: IncomingMessage): ReturnType<typeof read> | null {
  try {
    return read(request);
  } catch {
    return null;
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

async function answer(host: Host, request: IncomingMessage): Promise<Response> {
  const method = request.method ?? "GET";
  try {
    const { path, query, allowed } = read(request);
    if (!allowed) return empty(403);
    if (method === "OPTIONS") return empty();
    if (isSocketPath(path)) return text('Can "Upgrade" only to "WebSocket".', 400);
    const body = await readBody(request);
    if (body === null) return text("413: Request Entity Too Large", 413);
    const type = request.headers["content-type"] ?? "";
    const incoming: Incoming = { method, path, query, body, type };
    return await dispatch(host, incoming);
  } catch (error) {
    console.error(`${method} ${request.url} failed:`, error);
    return text("500 Internal Server Error\n\nServer got itself in trouble", 500);
  }
}

/** The body; null if it is longer than allowed. */
async function readBody(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > maxBody) return null;
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

async function write(response: ServerResponse, made: Response): Promise<void> {
  const body = Buffer.from(await made.arrayBuffer());
  response.writeHead(made.status, {
    ...Object.fromEntries(made.headers),
    "content-length": body.length,
  });
  response.end(body);
}
