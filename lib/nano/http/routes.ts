import { inputPictures } from "../engine/picture_file.ts";
import { parseJson } from "../graph/json.ts";
import { objectInfo, type Offered } from "../graph/object_info.ts";
import { family, parts } from "../model/family.ts";
import { lorasIn } from "../model/networks.ts";
import { features } from "./features.ts";
import type { Host } from "./host.ts";
import { listJobs, oneJob } from "./jobs.ts";
import { postPrompt } from "./prompt.ts";
import { empty, json, text } from "./respond.ts";
import { systemStats } from "./system_stats.ts";
import { upload } from "./upload.ts";
import { view } from "./view.ts";

/** What a route gets: the host, the last part of its path, the query, and its body as JSON or as it came. */
interface Call {
  host: Host;
  name: string;
  query: URLSearchParams;
  body: () => any;
  raw: { bytes: Uint8Array<ArrayBuffer>; type: string };
}

/** A request as the server reads it. */
export interface Incoming {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Uint8Array<ArrayBuffer>;
  /** Its media type as the client tells it. */
  type: string;
}

type Route = (call: Call) => Response | Promise<Response>;

/** Names of files by folder, as ComfyUI lists them. */
const models = ({ settings }: Host): Record<string, string[]> => ({
  diffusion_models: Object.keys(family),
  loras: lorasIn(settings.modelDir),
  model_patches: [parts.control],
  text_encoders: [parts.text],
  vae: [parts.pixels],
  embeddings: [],
});

function offered({ settings }: Host): Offered {
  return { pictures: inputPictures(settings), loras: lorasIn(settings.modelDir) };
}

/** A whole number of the query, if it is there. Throws on anything else. */
function whole(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  if (!/^\s*[+-]?\d+\s*$/.test(value)) throw new TypeError(`${name} is not a whole number`);
  return Number(value);
}

/** The prompt to interrupt; a body that is no JSON means whatever runs. */
function promptIdIn(body: () => any): string | undefined {
  try {
    return body().prompt_id || undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Where files lie by the types of ComfyUI. */
function folders({ settings }: Host): Record<string, string> {
  return { input: settings.inputDir, output: settings.outputDir, temp: settings.tempDir };
}

const about = `This is kgen's embedded host: the nano model behind ComfyUI's API.
It has no page. Give its address to kgen: KGEN_HOST=http://HOST:PORT ./kgen run ...
`;

/** Routes by method and path; a path that ends in * takes one more part. All of them also stand under /api. */
export const routes: Record<string, Record<string, Route>> = {
  "/": { GET: () => text(about, 200) },
  "/prompt": {
    GET: ({ host }) => json(host.status().status),
    POST: ({ host, body }) => postPrompt(host, body()),
  },
  "/queue": {
    GET: ({ host }) => json(host.queue.list()),
    POST: ({ host, body }) => {
      const { clear, delete: ids = [] } = body();
      if (clear) host.queue.clear();
      for (const id of ids) host.queue.delete(id);
      return empty();
    },
  },
  "/history": {
    GET: ({ host, query }) =>
      json(host.queue.history(undefined, whole(query, "max_items"), whole(query, "offset"))),
    POST: ({ host, body }) => {
      const { clear, delete: ids = [] } = body();
      if (clear) host.queue.clearHistory();
      for (const id of ids) host.queue.deleteHistory(id);
      return empty();
    },
  },
  "/history/*": { GET: ({ host, name }) => json(host.queue.history(name)) },
  "/interrupt": {
    POST: ({ host, body }) => {
      host.interrupt(promptIdIn(body));
      return empty();
    },
  },
  "/free": {
    POST: ({ host, body }) => {
      const { unload_models, free_memory } = body();
      if (unload_models || free_memory) host.free();
      return empty();
    },
  },
  "/object_info": { GET: ({ host }) => json(objectInfo(offered(host))) },
  "/object_info/*": { GET: ({ host, name }) => json(objectInfo(offered(host), name)) },
  "/system_stats": { GET: ({ host }) => json(systemStats(host.settings)) },
  "/features": { GET: () => json(features) },
  "/view": {
    GET: ({ host, query }) => view(query, folders(host)),
  },
  "/upload/image": {
    POST: ({ host, raw }) => upload(raw.bytes, raw.type, folders(host)),
  },
  "/models": { GET: ({ host }) => json(Object.keys(models(host))) },
  "/models/*": {
    GET: ({ host, name }) => {
      const all = models(host);
      return Object.hasOwn(all, name) ? json(all[name]) : empty(404);
    },
  },
  "/embeddings": { GET: () => json([]) },
  "/extensions": { GET: () => json([]) },
};

/** Newer ones, which ComfyUI has under /api alone. */
const apiRoutes: typeof routes = {
  "/jobs": { GET: ({ host, query }) => listJobs(host.queue, query) },
  "/jobs/*": { GET: ({ host, name }) => oneJob(host.queue, name) },
};

/** Finds the route of a request and calls it. */
export async function dispatch(host: Host, incoming: Incoming): Promise<Response> {
  const { query } = incoming;
  const path = incoming.path.replace(/^\/api(?=\/)/, "");
  const name = decodeURIComponent(path.slice(path.lastIndexOf("/") + 1));
  const known = path === incoming.path ? routes : { ...routes, ...apiRoutes };
  const methods = known[path] ?? known[path.slice(0, path.lastIndexOf("/") + 1) + "*"];
  const method = incoming.method === "HEAD" ? "GET" : incoming.method;
  if (!methods?.[method] && method === "GET") {
    return new Response(null, {
      status: 404,
      headers: { "content-type": "application/octet-stream" },
    });
  }
  const route = methods?.[method];
  if (!route) return text("405: Method Not Allowed", 405);
  const { body: bytes, type } = incoming;
  const body = () => parseJson(new TextDecoder().decode(bytes));
  return await route({ host, name, query, body, raw: { bytes, type } });
}
