import type { Run } from "@kgen/capture";

/** "embedded" rather than its address, whose port differs every time; never credentials. */
export function hostName(host: Pick<Run["host"], "kind" | "url">): string {
  if (host.kind === "embedded") return "embedded";
  return URL.canParse(host.url) ? new URL(host.url).host : host.url;
}
