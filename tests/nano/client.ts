/** A small client of the host's socket, for tests. */
import WebSocket from "ws";
import type { Profile } from "./normalise.ts";
import { embeddedProfile } from "./profiles.ts";
import { fill } from "./scenarios/graphs.ts";
import type { Graph } from "./scenarios/types.ts";

/** A message, or a binary frame with its type as `binary N`. */
export interface Heard {
  type: string;
  data: Record<string, any>;
  bytes?: Uint8Array;
}

export class Client {
  readonly heard: Heard[] = [];
  #wake = () => {};

  private constructor(
    readonly url: string,
    readonly id: string,
    readonly socket: WebSocket,
    readonly profile: Profile,
  ) {
    socket.on("message", (raw: Uint8Array, binary: boolean) => {
      this.heard.push(binary ? readFrame(raw) : JSON.parse(new TextDecoder().decode(raw)));
      this.#wake();
    });
  }

  /** A connection that has sent its flags. `profile` names the model files and the size that the host has. */
  static async open(
    url: string,
    flags?: Record<string, unknown>,
    profile: Profile = embeddedProfile,
    id: string = crypto.randomUUID(),
  ): Promise<Client> {
    const socket = new WebSocket(`${url.replace("http", "ws")}/ws?clientId=${id}`);
    const client = new Client(url, id, socket, profile);
    await new Promise((done, fail) => socket.on("open", done).on("error", fail));
    if (flags) socket.send(JSON.stringify({ type: "feature_flags", data: flags }));
    return client;
  }

  /** Queues a graph with previews and gives its id. */
  async submit(graph: Graph, extra: Record<string, unknown> = {}): Promise<string> {
    const answer = await fetch(`${this.url}/prompt`, {
      method: "POST",
      body: JSON.stringify({
        prompt: fill(graph, this.profile),
        client_id: this.id,
        extra_data: { preview_method: "latent2rgb", ...extra },
      }),
    });
    const value = await answer.json();
    if (!answer.ok) throw new Error(JSON.stringify(value));
    return value.prompt_id;
  }

  /** Waits for a message; those that have come count too. */
  async until(found: (message: Heard) => boolean): Promise<void> {
    const end = performance.now() + 30_000;
    while (!this.heard.some(found)) {
      const left = end - performance.now();
      if (left <= 0) throw new Error(`nothing of the kind among ${this.heard.length} messages`);
      let timer;
      await new Promise<void>((done) => {
        this.#wake = done;
        timer = setTimeout(done, left);
      });
      clearTimeout(timer);
    }
  }

  /** Queues a graph, waits for its end, and gives the messages in between and its entry in the history. */
  async run(graph: Graph, extra: Record<string, unknown> = {}) {
    const from = this.heard.length;
    const id = await this.submit(graph, extra);
    await this.until(({ type, data }) =>
      type === "executing" && data.node === null && data.prompt_id === id
    );
    const entry = (await (await fetch(`${this.url}/history/${id}`)).json())[id];
    return { id, messages: this.heard.slice(from), entry };
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.socket.on("close", () => done());
      this.socket.close();
    });
  }
}

function readFrame(raw: Uint8Array): Heard {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const type = view.getUint32(0);
  const length = type === 4 ? view.getUint32(4) : 0;
  const data = type === 4
    ? JSON.parse(new TextDecoder().decode(raw.subarray(8, 8 + length)))
    : { format: view.getUint32(4) };
  return { type: `binary ${type}`, data, bytes: raw.slice(8 + length) };
}
