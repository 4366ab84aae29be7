import { Buffer } from "node:buffer";
import { ComfyError } from "./errors.ts";

/** Where a host is, with its credentials kept apart from what may be shown. */
export interface Address {
  /** Without credentials and without a slash at the end: safe in logs and Runs. */
  base: string;
  headers: Record<string, string>;
}

/**
 * Reads the address of a host: `http://gpu:8188`, `gpu:8188`, or one with a path before ComfyUI's.
 * Credentials in the URL become a basic Authorization header, so that they are never shown.
 */
export function parseAddress(text: string, headers: Record<string, string> = {}): Address {
  const given = text.trim();
  if (given === "embedded") {
    throw new ComfyError(
      "unreachable",
      'connect() takes a URL. For the embedded host use openHost("embedded") from @kgen/notebook.',
    );
  }
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`;
  let url: URL;
  try {
    url = new URL(full);
  } catch {
    throw new ComfyError(
      "unreachable",
      `${JSON.stringify(text)} is not an address. Give one like http://127.0.0.1:8188.`,
    );
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ComfyError(
      "unreachable",
      `A host is reached by http or https, not by ${url.protocol}//. Give one like http://127.0.0.1:8188.`,
    );
  }
  const all = { ...headers };
  if (url.username || url.password) {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    all.Authorization ??= `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
  }
  const path = url.pathname.replace(/\/+$/, "");
  return { base: `${url.protocol}//${url.host}${path}`, headers: all };
}
