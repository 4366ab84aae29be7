import { ComfyError, type ComfyErrorCode } from "./comfy_error.ts";
import { inMib } from "./limits.ts";

/** Nobody answers at the address. Says what was tried and what to do. */
export class HostUnreachableError extends ComfyError {
  override name = "HostUnreachableError";
  readonly url: string;
  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(
      "unreachable",
      `No answer from ${url}: ${reason}. Start ComfyUI there (python main.py --listen), ` +
        "check the address and port, or use the embedded host (--host embedded).",
      options,
    );
    this.url = url;
  }
}

/** Something answers, and it is not ComfyUI. */
export class NotComfyError extends ComfyError {
  override name = "NotComfyError";
  readonly url: string;
  constructor(url: string, answer: string) {
    super(
      "not_comfy",
      `${url} answers, but not as ComfyUI does: ${answer}. ` +
        "Give the address of ComfyUI itself, for example http://127.0.0.1:8188.",
    );
    this.url = url;
  }
}

/** The host has been silent for longer than allowed. */
export class HostTimeoutError extends ComfyError {
  override name = "HostTimeoutError";
  constructor(url: string, what: string, ms: number) {
    super(
      "timeout",
      `${url} has been silent for ${ms / 1000} s ${what}. ` +
        "It may be loading a model or be stuck: look at its log, or allow more with `timeout` (ms).",
    );
  }
}

/** The host answered with something that its protocol does not allow. */
export class ProtocolError extends ComfyError {
  override name = "ProtocolError";
  constructor(message: string) {
    super("protocol", message);
  }
}

/** An HTTP status that is not a success. */
export class HttpError extends ComfyError {
  override name = "HttpError";
  readonly status: number;
  constructor(status: number, what: string, body = "", code: ComfyErrorCode = "http") {
    const hint = status === 401
      ? " It wants credentials, or others than these: pass them as `auth`, in `headers` or in KGEN_AUTH " +
        '("bearer TOKEN", "basic user:password", "Name: value").'
      : status === 403
      ? " It does not allow this, or not with these credentials: look at `auth` and `headers` " +
        "(or KGEN_AUTH), and at what the proxy before it lets through."
      : status === 404
      ? " It has no such thing; it may be older than what is asked of it, or have another path before it."
      : status >= 502 && status <= 504
      ? " That is what a proxy says while ComfyUI behind it is down or starts: try again in a minute."
      : status >= 500
      ? " That is a fault on the host: its log says more."
      : "";
    const told = body.trim() ? ` It said: ${body.trim().slice(0, 200)}` : "";
    super(code, `${what} answered with HTTP ${status}.${hint}${told}`);
    this.status = status;
  }
}

/** The host, or a proxy before it, refuses who asks (HTTP 401 or 403). */
export class UnauthorisedError extends HttpError {
  override name = "UnauthorisedError";
  constructor(status: number, what: string, body = "") {
    super(status, what, body, "unauthorised");
  }
}

/** Something is larger than we take, or than the host takes (HTTP 413). */
export class TooLargeError extends ComfyError {
  override name = "TooLargeError";
  /** Bytes; null when only the host knows. */
  readonly limit: number | null;
  constructor(what: string, limit: number | null, todo: string) {
    super(
      "too_large",
      `${what} is larger than ${limit === null ? "the host takes" : inMib(limit)}. ${todo}`,
    );
    this.limit = limit;
  }
}

/** The error for a status that is not a success. */
export function statusError(status: number, what: string, body = ""): ComfyError {
  if (status === 401 || status === 403) return new UnauthorisedError(status, what, body);
  if (status === 413) {
    return new TooLargeError(
      `The request to ${what} (HTTP 413)`,
      null,
      "Send less, or raise the limit: --max-upload-size of ComfyUI, client_max_body_size of nginx.",
    );
  }
  return new HttpError(status, what, body);
}
