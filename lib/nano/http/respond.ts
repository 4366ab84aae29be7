import { formatJson } from "../graph/json.ts";

/** An answer in JSON. */
export function json(value: unknown, status = 200): Response {
  return new Response(formatJson(value), {
    status,
    headers: { "content-type": "application/json; charset=utf-8" },
  });
}

/** An answer in plain text. */
export function text(value: string, status: number): Response {
  return new Response(value, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}

/** An answer without a body. */
export function empty(status = 200): Response {
  return new Response(null, { status });
}
