/** A host under test, and what a test needs of it whichever it is. */
import { connect, type Host } from "@kgen/comfy";
import { Client, type Heard } from "../nano/client.ts";
import type { Profile } from "../nano/normalise.ts";
import { pixels, savedPicture } from "../nano/pictures.ts";
import { embeddedProfile } from "../nano/profiles.ts";
import { fill } from "../nano/scenarios.ts";
import type { Graph } from "../nano/scenarios/types.ts";

export const metadata = { supports_preview_metadata: true };

/** Thrown by a test that this host cannot take, with the reason. */
export class Skip extends Error {}

/** What a run came to. */
export interface Ran {
  id: string;
  messages: Heard[];
  entry: Record<string, any>;
}

/** No two runs may share a seed: the second would come from the host's cache. */
let nextSeed = Date.now();
export const newSeed = () => nextSeed++;

export class Site {
  #clients: Client[] = [];

  private constructor(
    /** As the table names it. */
    readonly name: string,
    readonly url: string,
    /** The public client. */
    readonly host: Host,
    readonly profile: Profile,
  ) {}

  static async open(name: string, url: string): Promise<Site> {
    const host = await connect(url);
    return new Site(name, url, host, await profileOf(host));
  }

  /** A graph with this host's model files and size. */
  fill(graph: Graph): any {
    return fill(graph, this.profile);
  }

  /** A socket, with a client id of its own unless one is given; it ends with the test. */
  async client(flags?: Record<string, unknown>, id?: string): Promise<Client> {
    const client = await Client.open(this.url, flags, this.profile, id);
    this.#clients.push(client);
    return client;
  }

  /** Runs a graph to its end on a socket of its own. */
  async run(graph: Graph, extra: Record<string, unknown> = {}): Promise<Ran> {
    return await (await this.client(metadata)).run(graph, extra);
  }

  /** The pixels that a run saved. */
  async pixels(run: Ran, index = 0): Promise<Uint8Array> {
    return await pixels(await savedPicture(this.url, run.entry as any, index), this.profile.size);
  }

  get(path: string, init?: RequestInit): Promise<Response> {
    return fetch(this.url + path, init);
  }

  async json(path: string): Promise<any> {
    return await (await this.get(path)).json();
  }

  async post(path: string, body: unknown): Promise<Response> {
    return await fetch(this.url + path, { method: "POST", body: JSON.stringify(body) });
  }

  /** Where a job of ours stands in /queue. Jobs of others may be there too. */
  async whereIs(id: string): Promise<"running" | "pending" | "nowhere"> {
    const queue = await this.host.queue();
    if (queue.queue_running.some((item) => item[1] === id)) return "running";
    return queue.queue_pending.some((item) => item[1] === id) ? "pending" : "nowhere";
  }

  async endTest(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map((client) => client.close()));
  }
}

/**
 * The model files and the size for a host: of the embedded one those it has; of another one the last of each list (the
 * first may be broken on purpose), unless COMFY_UNET, COMFY_CLIP, COMFY_VAE or COMFY_SIZE say otherwise.
 */
async function profileOf(host: Host): Promise<Profile> {
  if (host.kind === "embedded") return embeddedProfile;
  const last = async (variable: string, classType: string, input: string) => {
    const named = Deno.env.get(variable);
    if (named) return named;
    const info = await host.objectInfo(classType);
    const files: string[] = info[classType].input.required[input][0];
    const file = files.filter((name) => name.endsWith(".safetensors")).at(-1);
    if (!file) throw new Error(`${host.url} has no model file for ${classType}: set ${variable}`);
    return file;
  };
  return {
    unet: await last("COMFY_UNET", "UNETLoader", "unet_name"),
    clip: await last("COMFY_CLIP", "CLIPLoader", "clip_name"),
    vae: await last("COMFY_VAE", "VAELoader", "vae_name"),
    lora: Deno.env.get("COMFY_LORA") ?? "tiny_lora.safetensors",
    patch: Deno.env.get("COMFY_PATCH") ?? "tiny_patch.safetensors",
    size: Number(Deno.env.get("COMFY_SIZE") ?? 128),
  };
}
