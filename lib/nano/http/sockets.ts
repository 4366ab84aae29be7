import { WebSocket } from "ws";
import { features } from "./features.ts";
import { formatJson } from "../graph/json.ts";

interface Connection {
  socket: WebSocket;
  flags: Record<string, unknown>;
}

/** The connected clients by id. */
export class Sockets {
  #connections = new Map<string, Connection>();

  /** Takes a new connection in; one with the same id that is still there gets nothing any more. */
  add(sid: string, socket: WebSocket): void {
    const connection: Connection = { socket, flags: {} };
    this.#connections.set(sid, connection);
    let first = true;
    socket.on("message", (data, isBinary) => {
      const message = isBinary ? undefined : parse(data);
      if (first && message?.type === "feature_flags") {
        connection.flags = message.data ?? {};
        this.send(sid, "feature_flags", features);
      }
      // Flags count only as the first message; what is no JSON does not count as one.
      if (message !== undefined) first = false;
    });
    socket.on("close", () => {
      if (this.#connections.get(sid) === connection) this.#connections.delete(sid);
    });
    // A client that vanishes is an error before it is closed: nothing to do.
    socket.on("error", () => {});
  }

  /** Whether a client said that it understands previews with metadata. */
  understandsMetadata(sid: string | null): boolean {
    return this.#connections.get(sid ?? "")?.flags.supports_preview_metadata === true;
  }

  /** Sends a message to one client, or to all where `sid` is null. */
  send(sid: string | null, type: string, data: unknown): void {
    this.#each(sid, formatJson({ type, data }));
  }

  /** Sends a binary frame to one client, or to all where `sid` is null. */
  sendBytes(sid: string | null, bytes: Uint8Array): void {
    this.#each(sid, bytes);
  }

  #each(sid: string | null, payload: string | Uint8Array): void {
    const chosen = sid === null
      ? [...this.#connections.values()]
      : [this.#connections.get(sid)].filter((c) => c !== undefined);
    for (const { socket } of chosen) {
      if (socket.readyState === WebSocket.OPEN) socket.send(payload);
    }
  }

  close(): void {
    for (const { socket } of this.#connections.values()) socket.close(1001);
  }
}

function parse(text: unknown): any {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
