const loopback = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;

function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

/**
 * Whether a request may come in: addressed to this machine itself, and not sent by a page from elsewhere.
 *
 * A web page can make a browser send requests to loopback ports. Such carry an Origin other than the Host (ComfyUI
 * answers 403 to them), or, if a foreign name was made to resolve to 127.0.0.1, a foreign Host.
 */
export function isAllowed(headers: Headers): boolean {
  const host = headers.get("host");
  const here = host && parse(`http://${host}`);
  if (!here || !loopback.test(here.hostname)) return false;
  if (headers.get("sec-fetch-site") === "cross-site") return false;
  const origin = headers.get("origin");
  return origin === null || parse(origin)?.host === here.host;
}
