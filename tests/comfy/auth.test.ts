// Credentials and TLS: sent where they belong, and found nowhere else.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { WebSocketServer } from "ws";
import { capture } from "@kgen/capture";
import {
  type Auth,
  ComfyError,
  connect,
  parseAuth,
  shownAddress,
  template,
  UnauthorisedError,
} from "@kgen/comfy";
import { openHost } from "@kgen/notebook";
import { startReplay } from "./replay_host.ts";
import { startFaultProxy } from "./fault_proxy.ts";

const secret = "s3cr3t-Passw0rd-XYZ";
const asBase64 = btoa(`me:${secret}`);
const ways: [name: string, auth: Auth, header: string, value: string][] = [
  ["bearer", parseAuth(`bearer ${secret}`), "authorization", `Bearer ${secret}`],
  ["basic", parseAuth(`basic me:${secret}`), "authorization", `Basic ${asBase64}`],
  ["header", parseAuth(`X-Api-Key: ${secret}`), "x-api-key", secret],
];
const out = mkdtempSync(join(tmpdir(), "kgen-auth-"));
test.after(() => rmSync(out, { recursive: true }));

const pem = (name: string) => readFileSync(new URL(`./tls/${name}`, import.meta.url), "utf8");

/** Fails when a text shows a secret, plain or in base64. */
function clean(what: string, text: string) {
  for (const s of [secret, asBase64]) {
    assert.not.ok(text.includes(s), `${what} shows a secret: ${text}`);
  }
}

/** All the ways in which a value can come to be seen. */
function shows(value: any): string {
  const parts = [
    String(value),
    inspect(value, { depth: 9, showHidden: true }),
    JSON.stringify(value) ?? "",
    String(value?.stack ?? ""),
  ];
  if ((globalThis as any).Deno) parts.push((globalThis as any).Deno.inspect(value, { depth: 9 }));
  return parts.join("\n");
}

function files(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? files(join(dir, e.name)) : [join(dir, e.name)]
  );
}

test("the three forms, and an error that does not repeat what was given", () => {
  assert.equal(parseAuth(" Basic a:b:c "), { kind: "basic", user: "a", password: "b:c" });
  assert.equal(parseAuth("X-Key:abc"), { kind: "header", name: "X-Key", value: "abc" });
  for (const bad of ["", secret, `bearer`, `basic ${secret}`]) {
    try {
      parseAuth(bad);
      assert.unreachable();
    } catch (e) {
      assert.instance(e, ComfyError);
      clean("parseAuth", shows(e));
    }
  }
});

for (const [name, auth, header, value] of ways) {
  test(`${name}: sent with every request and the socket, seen nowhere`, async () => {
    const replay = await startReplay();
    const proxy = await startFaultProxy(replay.url);
    const seen = new Set<string>();
    const guard = await guarded(proxy.url, (r) => {
      seen.add(new URL(r.url!, "http://x").pathname.split("/")[1]);
      return r.headers[header] === value;
    });
    const printed: string[] = [];
    const log = console.log;
    const error = console.error;
    console.log = console.error = (...a: unknown[]) => void printed.push(a.map(shows).join(" "));
    try {
      const denied = await connect(guard.url).then(() => null, (e) => e);
      assert.instance(denied, UnauthorisedError);
      assert.match(denied.message, "KGEN_AUTH");
      const host = await connect(guard.url, { auth });
      console.log(host, { host });
      clean("Host", shows(host) + shows({ host }) + Object.entries(host).join());
      const stream = await host.listen("x");
      clean("EventStream", shows(stream));
      stream.close();
      const run = await capture(host, template("zimage-turbo-speed-test"), {
        out,
        onProgress: (p) => printed.push(p.message),
      });
      clean("Run", shows(run));
      for (const file of files(run.dir!)) clean(file, readFileSync(file, "latin1"));
      // A host that repeats our headers in its error, and one that is gone.
      for (const path of ["/echo", "/echo-html", "/echo-json"]) {
        const e = await host.call(path).then(() => null, (e) => e);
        assert.instance(e, ComfyError);
        clean(path, shows(e));
      }
      await guard.stop();
      clean("unreachable", shows(await host.queue().catch((e) => e)));
      clean("unreachable socket", shows(await host.listen("y").catch((e) => e)));
      clean("what was printed", printed.join("\n"));
      for (const path of ["system_stats", "object_info", "prompt", "ws", "history", "view"]) {
        assert.ok(seen.has(path), path);
      }
    } finally {
      console.log = log;
      console.error = error;
      await guard.stop();
      await proxy.stop();
      await replay.stop();
    }
  });
}

test("wrong credentials: the error names no secret, nor does an address that cannot be read", async () => {
  const guard = await guarded("http://127.0.0.1:1", () => false);
  const at = new URL(guard.url).host;
  clean("401", shows(await connect(`http://me:${secret}@${at}`).catch((e) => e)));
  await guard.stop();
  clean("refused", shows(await connect(`http://me:${secret}@${at}`).catch((e) => e)));
  for (const bad of [`http://me:${secret}@`, `http://me:${secret}@gpu:port`, `me:${secret}@ gpu`]) {
    clean(bad, shows(await connect(bad).catch((e) => e)));
    clean(bad, shownAddress(bad));
  }
  clean(
    "a newline",
    shows(await connect(`http://${at}`, { headers: { "X-Key": `${secret}\n` } }).catch((e) => e)),
  );
  assert.is(shownAddress(`https://me:${secret}@gpu:8188/`), "https://gpu:8188");
});

test("a redirect to another origin is not followed; one within the same origin is", async () => {
  const got: IncomingMessage[] = [];
  const thief = createServer((request, response) => {
    got.push(request);
    response.end("{}");
  });
  await new Promise<void>((done) => thief.listen(0, "127.0.0.1", done));
  const elsewhere = `http://127.0.0.1:${(thief.address() as AddressInfo).port}`;
  const replay = await startReplay({
    answers: {
      "/queue": (_, response) => {
        response.writeHead(302, { Location: `${elsewhere}/queue?key=${secret}` });
        response.end();
      },
      "/features": (_, response) => {
        response.writeHead(308, { Location: "/moved" });
        response.end();
      },
      "/moved": (_, response) => response.end('{"here":true}'),
    },
  });
  const host = await connect(replay.url, { auth: ways[0][1] });
  const e = await host.queue().then(() => null, (e) => e);
  assert.match(e.message, "not followed");
  assert.match(e.message, elsewhere);
  clean("redirect", shows(e));
  assert.equal(await host.features(), { here: true });
  assert.is(got.length, 0);
  thief.close();
  await replay.stop();
});

test("https with an own CA: refused without it, requests and socket with it", async () => {
  const guard = await guarded("http://127.0.0.1:1", () => true, true);
  const e = await connect(guard.url).then(() => null, (e) => e);
  assert.match(e?.message, "certificate is not trusted");
  assert.match(e.message, "KGEN_CA");
  const host = await connect(guard.url, { ca: pem("ca.pem"), auth: ways[0][1] });
  assert.match(host.url, /^https:/);
  const stream = await host.listen("tls");
  assert.ok(stream.connected);
  stream.close();
  await guard.stop();
});

test("KGEN_AUTH and KGEN_CA are read by openHost, and a file that is not there is said", async () => {
  const guard = await guarded("http://127.0.0.1:1", (r) => r.headers["x-api-key"] === secret, true);
  const file = join(out, "ca.pem");
  writeFileSync(file, pem("ca.pem"));
  process.env.KGEN_AUTH = `X-Api-Key: ${secret}`;
  process.env.KGEN_CA = file;
  try {
    const host = await openHost(guard.url);
    assert.match(host.url, /^https:/);
    clean("Host", shows(host));
    process.env.KGEN_CA = join(out, "none.pem");
    const e = await openHost(guard.url).then(() => null, (e) => e);
    assert.match(e?.message, "none.pem");
    process.env.KGEN_AUTH = secret;
    process.env.KGEN_CA = file;
    clean("KGEN_AUTH", shows(await openHost(guard.url).catch((e) => e)));
  } finally {
    delete process.env.KGEN_AUTH;
    delete process.env.KGEN_CA;
    await guard.stop();
  }
});

test("the same in Node: own CA, credentials, socket, reconnection", async () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const guard = await guarded(
    "http://127.0.0.1:1",
    (r) => r.headers.authorization === `Bearer ${secret}`,
    true,
  );
  const entry = join(out, "client.ts");
  const bundle = join(root, "node_modules", `.kgen-auth-${process.pid}.mjs`);
  writeFileSync(
    entry,
    `import { connect, parseAuth } from ${JSON.stringify(join(root, "lib/comfy/mod.ts"))};
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
const [url, ca, auth] = process.argv.slice(2);
const refused = await connect(url).catch((e) => e);
const host = await connect(url, { ca: readFileSync(ca, "utf8"), auth: parseAuth(auth) });
const stream = await host.listen("node");
const kinds = [];
await host.call("/drop");
for await (const e of stream) {
  if (e.kind !== "message") kinds.push(e.kind);
  if (e.kind === "reconnected") stream.close();
}
console.log(JSON.stringify({ refused: refused.message, kinds, shown: inspect(host, { showHidden: true, depth: 9 }) }));
`,
  );
  try {
    const esbuild = join(root, "node_modules/.bin/esbuild");
    const flags = [
      "--bundle",
      "--platform=node",
      "--format=esm",
      "--external:ws",
      "--log-level=error",
    ];
    execFileSync(esbuild, [entry, ...flags, `--outfile=${bundle}`]);
    const text = await new Promise<string>((resolve, reject) => {
      import("node:child_process").then(({ execFile }) =>
        execFile(
          "node",
          [
            bundle,
            guard.url,
            fileURLToPath(new URL("./tls/ca.pem", import.meta.url)),
            `bearer ${secret}`,
          ],
          { timeout: 20_000 },
          (error, stdout) => error ? reject(error) : resolve(stdout),
        )
      );
    });
    const said = JSON.parse(text);
    assert.match(said.refused, "certificate is not trusted");
    assert.equal(said.kinds, ["reconnecting", "reconnected", "closed"]);
    clean("Host in Node", said.shown);
  } finally {
    rmSync(bundle, { force: true });
    await guard.stop();
  }
});

/** A proxy that lets through who has the right header, and otherwise answers 401. */
async function guarded(target: string, allowed: (r: IncomingMessage) => boolean, secure = false) {
  const { request: httpRequest } = await import("node:http");
  const WebSocket = (await import("ws")).default;
  const stats = { system: { comfyui_version: "0.33.0" }, devices: [{ name: "cpu", type: "cpu" }] };
  const sockets = new WebSocketServer({ noServer: true });
  const listener = (request: IncomingMessage, response: any) => {
    if (!allowed(request)) {
      response.writeHead(401, { "Content-Type": "text/plain", "WWW-Authenticate": "Bearer" });
      return response.end(`denied: ${JSON.stringify(request.headers)}`);
    }
    const echo = JSON.stringify(request.headers);
    if (request.url === "/echo") return response.writeHead(500).end(echo);
    if (request.url === "/echo-html") {
      return response.writeHead(200, { "Content-Type": "text/html" }).end(`<pre>${echo}`);
    }
    if (request.url === "/echo-json") {
      return response.writeHead(422, { "Content-Type": "application/json" }).end(echo);
    }
    if (request.url === "/drop") {
      for (const s of sockets.clients) s.terminate();
      return response.end("{}");
    }
    if (target.endsWith(":1")) return response.end(JSON.stringify(stats));
    request.pipe(
      httpRequest(
        target + request.url,
        { method: request.method, headers: request.headers },
        (a) => {
          response.writeHead(a.statusCode, { "Content-Type": a.headers["content-type"] ?? "" });
          a.pipe(response);
        },
      ).on("error", () => response.destroy()),
    );
  };
  const server = secure
    ? createSecureServer({ key: pem("key.pem"), cert: pem("cert.pem") }, listener)
    : createServer(listener);
  server.on("upgrade", (request: IncomingMessage, socket: any, head: any) => {
    if (!allowed(request)) return socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
    sockets.handleUpgrade(request, socket, head, (client) => {
      if (target.endsWith(":1")) return;
      const host = new WebSocket(target.replace("http", "ws") + request.url);
      const early: string[] = [];
      host.on("open", () => early.forEach((m) => host.send(m)));
      host.on("message", (data, binary) => client.send(data as any, { binary }));
      host.on("error", () => {});
      client.on(
        "message",
        (m) => host.readyState === 1 ? host.send(String(m)) : early.push(String(m)),
      );
      client.on("close", () => host.terminate());
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http${secure ? "s" : ""}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let stopped: Promise<unknown> | undefined;
  return {
    url,
    stop: () =>
      stopped ??= (() => {
        for (const s of sockets.clients) s.terminate();
        server.closeAllConnections();
        return new Promise((done) => server.close(done));
      })(),
  };
}

test.run();
