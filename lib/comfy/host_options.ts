import type { Auth } from "./auth.ts";
import type { Limits } from "./limits.ts";

export interface HostOptions {
  /** Sent with every request and with the socket. Never shown anywhere. */
  headers?: Record<string, string>;
  /** Credentials for a proxy before the host; they come before those in the URL. Never shown anywhere. */
  auth?: Auth;
  /** Certificates (PEM text) to trust in place of the system's, for https with an own CA. */
  ca?: string;
  /** ms of silence after which an answer is given up; default 120000. */
  timeout?: number;
  /** ms for which a lost socket is opened again and again; default 60000. */
  patience?: number;
  /** The largest frames, answers and files that are taken, in bytes. */
  limits?: Partial<Limits>;
  /** Stops connect(). */
  signal?: AbortSignal;
  /** Called by close(): ends a host that this process started. */
  onClose?: () => Promise<void> | void;
}
