import type { ConnectionEvent } from "./events.ts";
import { inMib } from "./limits.ts";

const closings: Record<number, string> = {
  1001: "the host is going away",
  1005: "the host closed the connection",
  1006: "the connection was cut",
  1011: "the host met a fault",
};

/** Why a socket closed, for people. */
export function closingWord(code: number, said: string): string {
  return said || closings[code] || `closed with code ${code}`;
}

/** What a socket's error means: the host broke a rule, or sent more than `frame` bytes at once. */
export function refusalOf(url: string, error: Error, frame: number): ConnectionEvent {
  if ((error as any).code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") {
    return {
      kind: "warning",
      code: "too_large",
      message: `${url} sent a message of more than ${inMib(frame)}: it was not read and the ` +
        "connection was dropped (1009). Allow more with `limits.frame`.",
    };
  }
  return {
    kind: "warning",
    code: "protocol",
    message: `${url} broke the rules of WebSocket (${error.message}): the connection was dropped.`,
  };
}
