import { type Auth, authHeader } from "./auth.ts";
import { ComfyError } from "./comfy_error.ts";

/** Where a host is, with its credentials kept apart from what may be shown. */
export interface Address {
  /** Without credentials and without a slash at the end: safe in logs and Runs. */
  base: string;
  headers: Record<string, string>;
  /** Texts that must not be shown anywhere. */
  secrets: string[];
  /** Certificates (PEM) to trust in place of the system's. */
  ca?: string;
}

export interface AddressOptions {
  headers?: Record<string, string>;
  auth?: Auth;
  ca?: string;
}

/** What stands before the last @ of an address, which may be a password that was not encoded. */
const userinfo = /^([a-z+.-]*:\/\/)?.*@/i;

/**
 * Reads the address of a host: `http://gpu:8188`, `gpu:8188`, or one with a path before ComfyUI's.
 * Credentials in the URL become a basic Authorization header, so that they are never shown; those
 * given as `auth` come before them.
 */
export function parseAddress(text: string, o: AddressOptions = {}): Address {
  const given = text.trim();
  if (given === "embedded") {
    throw new ComfyError(
      "unreachable",
      'connect() takes a URL. For the embedded host use openHost("embedded") from @kgen/notebook.',
    );
  }
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`;
  let url: URL;
  let user: string;
  let password: string;
  try {
    url = new URL(full);
    user = decodeURIComponent(url.username);
    password = decodeURIComponent(url.password);
  } catch {
    const shown = given.replace(userinfo, "$1***@");
    throw new ComfyError(
      "unreachable",
      `${JSON.stringify(shown)} is not an address. Give one like http://127.0.0.1:8188.`,
    );
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ComfyError(
      "unreachable",
      `A host is reached by http or https, not by ${url.protocol}//. Give one like http://127.0.0.1:8188.`,
    );
  }
  const headers = { ...o.headers };
  // A short value, such as a language, is a part of many words: hiding it would hide nothing.
  const secrets = Object.values(headers).filter((value) => value.length >= 8);
  const auth: Auth | undefined = o.auth ??
    (user || password ? { kind: "basic", user, password } : undefined);
  if (auth) {
    const header = authHeader(auth);
    const there = Object.keys(headers).find((k) => k.toLowerCase() === header.name.toLowerCase());
    // A header given by hand comes before credentials in the URL, not before `auth`.
    if (there && o.auth) delete headers[there];
    if (!there || o.auth) headers[header.name] = header.value;
    secrets.push(...header.secrets);
  }
  const path = url.pathname.replace(/\/+$/, "");
  return { base: `${url.protocol}//${url.host}${path}`, headers, secrets, ca: o.ca };
}

/**
 * An address as it may be shown: without the credentials that may be in it.
 *
 * @example
 * ```ts
 * import { shownAddress } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * assert.equal(shownAddress("https://me:secret@gpu:8188/"), "https://gpu:8188");
 * assert.equal(shownAddress("embedded"), "embedded");
 * ```
 */
export function shownAddress(text: string): string {
  if (text.trim() === "embedded") return "embedded";
  try {
    return parseAddress(text).base;
  } catch {
    return text.replace(userinfo, "$1***@");
  }
}
