import { performance } from "node:perf_hooks";
import { clearInterval, setInterval } from "node:timers";
import type WebSocket from "ws";

/**
 * Watches over an open socket: a connection may be dead without anybody having said so. Every server answers
 * a ping, so one that has said nothing for `timeout` ms is ended.
 */
export class Pulse {
  #heard = performance.now();
  #timer: ReturnType<typeof setInterval>;

  constructor(socket: WebSocket, timeout: number) {
    this.#timer = setInterval(() => {
      if (performance.now() - this.#heard > timeout) socket.terminate();
      else socket.ping();
    }, Math.min(Math.max(timeout / 4, 250), 30_000));
    (this.#timer as any).unref?.();
  }

  /** Something came. @param t performance.now(), ms */
  heard(t: number): void {
    this.#heard = t;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
