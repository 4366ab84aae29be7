/** The driver: runs one scenario against a host over HTTP and WebSocket and returns what the host said. */
import WebSocket from "ws";
import { type Names, normalise, type Profile, shape } from "./normalise.ts";
import { formOf } from "./form.ts";
import { inspectPicture } from "./picture.ts";
import { fill, type Scenario, type Step } from "./scenarios.ts";

/** One answer over HTTP. */
export interface Answer {
  step: string;
  status: number;
  type: string;
  disposition?: string;
  body?: unknown;
}

/** A socket message: its type and its data. Binary frames have the type `binary N`. */
export type Message = [type: string, data: unknown];

/** All that a host said in one scenario. */
export interface Transcript {
  scenario: string;
  about: string;
  answers: Answer[];
  /** Messages by client, in the order in which they came. */
  sockets: Record<string, Message[]>;
  /** queue_remaining of each status message, where those may fall anywhere among the others. */
  statuses?: Record<string, number[]>;
}

interface Heard {
  message: Message;
  raw: { type?: string; data?: Record<string, unknown> };
}

const patience = 60_000;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Runs `scenario` on the host at `url`. It drops the host's cache, queue and history first. */
export async function runScenario(
  url: string,
  scenario: Scenario,
  profile: Profile,
): Promise<Transcript> {
  const run = new Run(url.replace(/\/$/, ""), scenario, profile);
  const listens = scenario.steps.some((step) => step.do === "connect");
  await run.clean(listens);
  try {
    for (const step of scenario.steps) await run.take(step);
    // The last messages are still on their way when the last answer is here.
    if (listens) await pause(100);
  } finally {
    run.close();
  }
  return run.transcript();
}

class Run {
  #names: Names;
  #answers: Answer[] = [];
  #heard = new Map<string, Heard[]>();
  #sockets = new Map<string, WebSocket>();
  #values = new Map<string, string>();

  constructor(readonly url: string, readonly scenario: Scenario, readonly profile: Profile) {
    this.#names = { profile, ids: new Map(), graphs: new Map() };
  }

  /** Scenarios must not feel each other: no cached node, no queue, no history is left. */
  async clean(runs: boolean) {
    const post = async (path: string, body: unknown) => {
      const answer = await fetch(this.url + path, { method: "POST", body: JSON.stringify(body) });
      await answer.body?.cancel();
    };
    await post("/queue", { clear: true });
    await post("/interrupt", {});
    await until(`${this.url} to be idle`, async () => {
      const answer = await (await fetch(this.url + "/prompt")).json();
      return answer.exec_info.queue_remaining === 0;
    });
    await post("/history", { clear: true });
    if (!runs) return;
    await post("/free", { unload_models: true, free_memory: true });
    // The cache is dropped by another thread, which says nothing when it is done.
    await pause(100);
  }

  async take(step: Step) {
    if (step.do === "connect") return await this.#connect(step);
    if (step.do === "close") return await this.#hangUp(step.client);
    if (step.do === "send") return void this.#sockets.get(step.client)!.send(step.text);
    if (step.do === "pause") return await pause(step.ms);
    if (step.do === "wait") return await this.#wait(step);
    if (step.do === "prompt") return await this.#prompt(step);
    await this.#http(step);
  }

  async #connect(step: Extract<Step, { do: "connect" }>) {
    const sid = this.#value(step.client, `<client ${step.client}>`);
    const query = step.anonymous ? "" : `?clientId=${sid}`;
    const socket = new WebSocket(
      this.url.replace(/^http/, "ws") + (step.path ?? "/ws") + query,
      step.origin ? { origin: step.origin } : {},
    );
    const heard = this.#heard.get(step.client) ?? [];
    this.#heard.set(step.client, heard);
    this.#sockets.set(step.client, socket);
    const before = heard.length;
    socket.on("message", (data: Uint8Array, binary: boolean) => {
      heard.push(binary ? this.#binary(data) : this.#json(data));
    });
    const refused = await new Promise<number>((done, fail) => {
      socket.on("open", () => done(0));
      socket.on("unexpected-response", (_: unknown, answer: { statusCode?: number }) => {
        done(answer.statusCode ?? -1);
      });
      // A refusal can show as an error whose text names the status.
      socket.on("error", (error: Error) => {
        const status = /(\d{3})/.exec(error.message);
        status ? done(Number(status[1])) : fail(error);
      });
    });
    if (refused) {
      this.#answers.push({ step: `connect ${step.client}`, status: refused, type: "" });
      return;
    }
    if (step.flags) socket.send(JSON.stringify({ type: "feature_flags", data: step.flags }));
    // The next step must not race with the greeting.
    const greeted = step.flags ? "feature_flags" : "status";
    await until(
      `${greeted} for ${step.client}`,
      () => heard.slice(before).some(({ raw }) => raw.type === greeted),
    );
    await pause(20);
  }

  async #hangUp(client: string) {
    const socket = this.#sockets.get(client)!;
    await new Promise((done) => {
      socket.on("close", done);
      socket.close();
    });
  }

  async #wait(step: Extract<Step, { do: "wait" }>) {
    const id = this.#values.get(step.prompt);
    if (!id) {
      throw new Error(`${step.prompt} was refused: ${JSON.stringify(this.#answers.at(-1)?.body)}`);
    }
    if (!step.client) {
      await until(`${step.prompt} in the history`, async () => {
        const answer = await (await fetch(`${this.url}/history/${id}`)).json();
        return id in answer;
      });
      return;
    }
    const heard = this.#heard.get(step.client)!;
    const reached = ({ raw: { type, data } }: Heard) =>
      data?.prompt_id === id &&
      (step.value
        ? type === "progress" && (data.value as number) >= step.value
        : type === "executing" && data.node === null);
    const what = step.value ? `step ${step.value}` : "the end";
    await until(`${what} of ${step.prompt} on ${step.client}`, () => heard.some(reached));
  }

  async #prompt(step: Extract<Step, { do: "prompt" }>) {
    const graph = this.#fillIds(fill(step.graph, this.profile));
    this.#names.graphs.set(step.as, graph as never);
    const body: Record<string, unknown> = { prompt: graph, ...this.#fillIds(step.body ?? {}) };
    if (step.client) body.client_id = this.#value(step.client, `<client ${step.client}>`);
    const answer = await fetch(this.url + "/prompt", {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    const value = await answer.json();
    if (value.prompt_id) {
      this.#values.set(step.as, value.prompt_id);
      this.#names.ids.set(value.prompt_id, `<${step.as}>`);
    }
    this.#answers.push({
      step: `prompt ${step.as}`,
      status: answer.status,
      type: mime(answer),
      body: value,
    });
  }

  async #http(step: Extract<Step, { do: "http" }>) {
    const method = step.method ?? "GET";
    const body = step.text ??
      (step.upload ? formOf(this.#fillIds(step.upload)) : undefined) ??
      (step.json === undefined ? undefined : JSON.stringify(this.#fillIds(step.json)));
    const path = this.#fillIds(step.path);
    const answer = await fetch(this.url + path, { method, body, headers: step.headers });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const type = bytes.length ? mime(answer) : "";
    const out: Answer = {
      step: step.name ?? `${method} ${step.path}`,
      status: answer.status,
      type,
    };
    const disposition = answer.headers.get("content-disposition");
    if (disposition) out.disposition = normalise(disposition, this.#names) as string;
    if (type === "application/json") {
      const value = JSON.parse(new TextDecoder().decode(bytes));
      if (step.remember) this.#remember(step.remember, value);
      out.body = step.shape ? shape(value) : value;
    } else if (type.startsWith("image/")) {
      out.body = inspectPicture(bytes);
    } else if (bytes.length) {
      out.body = new TextDecoder().decode(bytes).slice(0, 200);
    }
    this.#answers.push(out);
  }

  /** Keeps a value of an answer, so that later steps can use it as `{name}`. */
  #remember(name: string, value: unknown) {
    const file = /"filename": ?"([^"]+)"/.exec(JSON.stringify(value));
    if (!file) throw new Error(`No file name to remember as ${name} in ${JSON.stringify(value)}`);
    this.#values.set(name, file[1]);
  }

  #value(label: string, name: string): string {
    const known = this.#values.get(label);
    if (known) return known;
    const made = crypto.randomUUID();
    this.#values.set(label, made);
    this.#names.ids.set(made, name);
    return made;
  }

  /** Puts ids in the place of `{label}`; a label not seen before gets a new id. */
  #fillIds<T>(value: T): T {
    const filled = JSON.stringify(value).replace(
      /\{([a-z]\w*)\}/g,
      (_, label) => this.#value(label, `<${label}>`),
    );
    return JSON.parse(filled);
  }

  #json(data: Uint8Array): Heard {
    const raw = JSON.parse(new TextDecoder().decode(data));
    return { message: [raw.type, raw.data], raw };
  }

  #binary(data: Uint8Array): Heard {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const type = view.getUint32(0);
    if (type === 3) {
      const end = 8 + view.getUint32(4);
      const [node, text] = [data.subarray(8, end), data.subarray(end)].map((part) =>
        new TextDecoder().decode(part)
      );
      const size = new RegExp(`\\b${this.#names.profile.size}\\b`, "g");
      return { message: ["binary 3", { node, text: text.replace(size, "<size>") }], raw: {} };
    }
    const [meta, at] = type === 4
      ? [
        JSON.parse(new TextDecoder().decode(data.subarray(8, 8 + view.getUint32(4)))),
        8 + view.getUint32(4),
      ]
      : [{ format: view.getUint32(4) }, 8];
    const picture = inspectPicture(data.subarray(at));
    return { message: [`binary ${type}`, { ...meta, picture }], raw: {} };
  }

  close() {
    for (const socket of this.#sockets.values()) socket.close();
  }

  /** Normalised at the end, when the labels of all ids are known: a message can overtake its answer. */
  transcript(): Transcript {
    const { name: scenario, about, statusApart } = this.scenario;
    const clean = (value: unknown) => normalise(value, this.#names);
    const out: Transcript = {
      scenario,
      about,
      answers: this.#answers.map((a) => a.body === undefined ? a : { ...a, body: clean(a.body) }),
      sockets: {},
    };
    for (const [client, heard] of this.#heard) {
      const all = heard.map(({ message: [type, data] }): Message => [type, clean(data)]);
      const isLate = ([type, data]: Message) =>
        Boolean(statusApart) && type === "status" && !(data as { sid?: string }).sid;
      out.sockets[client] = all.filter((m) => !isLate(m));
      if (!statusApart) continue;
      out.statuses ??= {};
      out.statuses[client] = all.filter(isLate).map(([, data]) =>
        (data as { status: { exec_info: { queue_remaining: number } } }).status.exec_info
          .queue_remaining
      );
    }
    return out;
  }
}

function mime(answer: Response): string {
  return (answer.headers.get("content-type") ?? "").split(";")[0];
}

async function until(what: string, ready: () => boolean | Promise<boolean>) {
  const end = performance.now() + patience;
  while (!(await ready())) {
    if (performance.now() > end) throw new Error(`Waited ${patience / 1000} s for ${what}`);
    await pause(10);
  }
}
