import type { Address } from "./address.ts";
import { asJson, mustSucceed } from "./answer.ts";
import type { CallOptions } from "./call_options.ts";
import { HttpError } from "./errors.ts";
import { type Reply, request, type RequestOptions } from "./http.ts";
import type { Limits } from "./limits.ts";

/** Requests to one host, with its timeout and its limits. */
export class HostRequests {
  readonly at: Address;
  #timeout: number;
  #limits: Limits;

  constructor(at: Address, timeout: number, limits: Limits) {
    this.at = at;
    this.#timeout = timeout;
    this.#limits = limits;
  }

  /** An answer of any status. */
  any(path: string, o: Partial<RequestOptions> = {}): Promise<Reply> {
    return request(this.at, path, { timeout: this.#timeout, limit: this.#limits.json, ...o });
  }

  /** An answer whose status is a success. */
  async send(path: string, o: Partial<RequestOptions> = {}): Promise<Reply> {
    const reply = await this.any(path, o);
    mustSucceed(this.at, path, reply);
    return reply;
  }

  /** The JSON of an answer whose status is a success. */
  async json(path: string, o: Partial<RequestOptions> = {}): Promise<any> {
    return asJson(this.at, path, await this.send(path, o));
  }

  /** The JSON at a path, or `otherwise` when the host has no such path. */
  async jsonOr<T>(otherwise: T, path: string, o: CallOptions = {}): Promise<any> {
    try {
      return await this.json(path, o);
    } catch (error) {
      if (error instanceof HttpError && error.status === 404) return otherwise;
      throw error;
    }
  }

  /** Posts JSON to a path whose answer says nothing. */
  async post(path: string, body: unknown, o: CallOptions = {}): Promise<void> {
    await this.send(path, { method: "POST", body, signal: o.signal });
  }
}
