import { createHash } from "node:crypto";
import { lookup } from "node:dns/promises";
import { hostname, networkInterfaces } from "node:os";
import { SweepError } from "./errors.ts";
import { type Link, prefix } from "./queue_redis.ts";

/** Takes the claim if it is ours or nobody's. */
const take = `local held = redis.call("get", KEYS[1])
if held and held ~= ARGV[1] then return held end
redis.call("set", KEYS[1], ARGV[1], "PX", ARGV[2])
return ARGV[1]`;
const drop = `if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end`;

/**
 * The claim of a worker on a host: a card takes one cell at a time, so a second worker on the same host is refused. It ends
 * by itself when the worker says nothing for a while.
 */
export class CardClaim {
  #link: Link;
  #key: string;
  #owner: string;
  #lifetime: number;
  readonly url: string;

  /** @param lifetime ms */
  constructor(link: Link, url: string, place: string, owner: string, lifetime: number) {
    this.#link = link;
    this.url = url;
    this.#key = `${prefix}:card:${createHash("sha256").update(place).digest("hex").slice(0, 16)}`;
    this.#owner = owner;
    this.#lifetime = lifetime;
  }

  /** Takes or renews the claim. False when another worker has it. */
  async hold(): Promise<boolean> {
    return await this.#holder() === this.#owner;
  }

  /** @throws SweepError "claimed" that names the other worker */
  async require(): Promise<void> {
    const holder = await this.#holder();
    if (holder === this.#owner) return;
    throw new SweepError(
      "claimed",
      `${this.url} has a worker already (${holder}), and a card takes one cell at a time. ` +
        `If that one was killed, its claim ends within ${Math.ceil(this.#lifetime / 1000)} s.`,
    );
  }

  async release(): Promise<void> {
    await this.#link.eval(drop, 1, this.#key, this.#owner);
  }

  async #holder(): Promise<string> {
    return String(await this.#link.eval(take, 1, this.#key, this.#owner, this.#lifetime));
  }
}

/**
 * One name for a host, however it is written: localhost, 127.0.0.1 and an address of this computer are the same place.
 */
export async function placeOf(url: string): Promise<string> {
  const { hostname: name, port, protocol, pathname } = new URL(url);
  const bare = name.replace(/^\[|\]$/g, "");
  const { address } = await lookup(bare).catch(() => ({ address: bare }));
  const mine = Object.values(networkInterfaces()).flat().some((i) => i?.address === address);
  const where = mine || /^(127\.|::1$)/.test(address) ? hostname() : address;
  return `${where}:${port || (protocol === "https:" ? 443 : 80)}${pathname.replace(/\/$/, "")}`;
}
