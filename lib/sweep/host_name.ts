import type { Host } from "@kgen/comfy";

/** The host as records keep it: its URL without credentials; "embedded", whose port is another each time. */
export const hostName = (host: Pick<Host, "kind" | "url">): string =>
  host.kind === "embedded" ? "embedded" : host.url;
