/** Messages leave at once: a step of the sampler is timed by the arrival of its progress_state. */
import { spawn } from "node:child_process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { WebSocket } from "ws";
import type { Host } from "../../lib/nano/http/host.ts";
import { serve } from "../../lib/nano/http/serve.ts";
import { Sockets } from "../../lib/nano/http/sockets.ts";

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
/** Milliseconds on a clock that two processes share. */
const now = () => performance.timeOrigin + performance.now();

/**
 * A client in a process of its own that tells how late messages came.
 *
 * It answers each text: to a client that talks back the system hopes to send its receipts together with what it says, and
 * delays them, which is what makes a server without TCP_NODELAY wait.
 */
const client = `
  import { WebSocket } from "ws";
  const socket = new WebSocket(process.argv[2]);
  const late = [];
  socket.on("open", () => socket.send("{}"));
  socket.on("message", (data, binary) => {
    const at = performance.timeOrigin + performance.now();
    if (binary) return;
    socket.send("{}");
    const { type, data: { sent } } = JSON.parse(data);
    if (type === "progress_state") late.push(at - sent);
    if (type === "execution_success") {
      console.log(JSON.stringify(late));
      socket.close();
    }
  });`;

test("messages 15 ms apart arrive when they are sent", async () => {
  const sockets = new Sockets();
  const connected = Promise.withResolvers<void>();
  // Of a host the server needs here only who takes the connection.
  const connect = (sid: string, socket: WebSocket) => {
    sockets.add(sid, socket);
    socket.once("message", () => connected.resolve());
  };
  const { url, close } = await serve({ connect } as unknown as Host, 0);
  const address = `${url.replace("http", "ws")}/ws?clientId=a`;
  const child = spawn(Deno.execPath(), [
    "eval",
    `import process from "node:process";${client}`,
    address,
  ], {
    cwd: new URL("../..", import.meta.url).pathname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.on("data", (bytes) => out += bytes);
  const ended = new Promise((done) => child.on("close", done));
  const early = ended.then(() => assert.unreachable("the client ended before it was served"));
  await Promise.race([connected.promise, early]);
  for (let step = 0; step < 40; step++) {
    // What a step sends, in its sizes.
    sockets.send("a", "progress_state", { sent: now(), nodes: "x".repeat(2000) });
    await pause(1);
    sockets.sendBytes("a", new Uint8Array(8000));
    sockets.send("a", "progress", {});
    await pause(14);
  }
  sockets.send("a", "execution_success", {});
  await ended;
  close();
  const late: number[] = JSON.parse(out);
  assert.is(late.length, 40);
  late.sort((a, b) => a - b);
  // Held back, half of them come 10 ms late and the worst 30. A busy machine may delay a few.
  assert.ok(late[20] < 4, `half of them come ${late[20].toFixed(1)} ms late`);
  assert.ok(late[34] < 15, `one in seven comes ${late[34].toFixed(1)} ms late`);
});

test.run();
