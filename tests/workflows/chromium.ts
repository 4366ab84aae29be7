// Drives a headless Chromium over its DevTools protocol: opens a page, asks it, takes its picture.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";

export interface Page {
  /** What an expression gives in the page; promises are awaited; it must be JSON. Throws what it throws. */
  ask(expression: string): Promise<any>;
  /** Asks until the answer is true. */
  until(expression: string, ms?: number): Promise<void>;
  /** A PNG of what is seen. */
  screenshot(): Promise<Uint8Array>;
  /** Addresses asked for that are not on this computer. */
  outside: string[];
  close(): Promise<void>;
}

/** Opens a page. `program` is where Chromium is. No address but this computer's can be reached. */
export async function openPage(program: string, url: string): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), "kgen-chromium-"));
  const child = spawn(program, [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--window-size=1900,1100",
    "--remote-debugging-port=0",
    `--user-data-dir=${profile}`,
    "about:blank",
  ], { stdio: ["ignore", "ignore", "pipe"] });
  const end = async () => {
    const gone = new Promise((done) => child.once("exit", done));
    if (child.exitCode === null && child.signalCode === null && child.kill("SIGKILL")) await gone;
    await removed(profile);
  };
  try {
    const browser = await address(child);
    const list = await (await fetch(`http://${new URL(browser).host}/json/list`)).json();
    const target = list.find((t: any) => t.type === "page");
    return await attach(target.webSocketDebuggerUrl, url, end);
  } catch (error) {
    await end();
    throw error;
  }
}

/** Removes a folder. Chromium's helpers write into it until a moment after its end. */
async function removed(folder: string): Promise<void> {
  for (let tries = 50;; tries--) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (tries === 0) throw error;
      await new Promise((r) => setTimeout(r, 100));
    }
  }
}

/** Chromium says on its standard error where it listens. */
function address(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = "";
    const timer = setTimeout(() => failed(new Error(`chromium said no address: ${said}`)), 30_000);
    child.once("exit", () => failed(new Error(`chromium ended: ${said.slice(-500)}`)));
    child.stderr!.on("data", (bytes) => {
      said += bytes;
      const at = /DevTools listening on (ws:\S+)/.exec(said);
      if (at) found(at[1]);
      if (at) clearTimeout(timer);
    });
  });
}

async function attach(debuggerUrl: string, url: string, end: () => Promise<void>): Promise<Page> {
  const socket = new WebSocket(debuggerUrl, { maxPayload: 256 * 1024 * 1024 });
  await new Promise((open, failed) => socket.once("open", open).once("error", failed));
  const waiting = new Map<number, (answer: any) => void>();
  const outside: string[] = [];
  socket.on("message", (bytes) => {
    const message = JSON.parse(String(bytes));
    const asked = message.params?.request?.url;
    if (message.method === "Network.requestWillBeSent" && /^(https?|wss?):/.test(asked)) {
      const { hostname } = new URL(asked);
      if (hostname !== "127.0.0.1" && hostname !== "localhost") outside.push(asked);
    }
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  let last = 0;
  const call = (method: string, params: Record<string, unknown> = {}) =>
    new Promise<any>((done, failed) => {
      const id = ++last;
      const timer = setTimeout(() => failed(new Error(`${method}: no answer in 60 s`)), 60_000);
      waiting.set(id, (answer) => {
        clearTimeout(timer);
        if (answer.error) failed(new Error(`${method}: ${answer.error.message}`));
        else done(answer.result);
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
  await call("Page.enable");
  await call("Network.enable");
  await call("Page.navigate", { url });

  const ask = async (expression: string) => {
    const { result, exceptionDetails: wrong } = await call("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (wrong) throw new Error(wrong.exception?.description ?? wrong.text);
    return result.value;
  };
  return {
    ask,
    async until(expression, ms = 60_000) {
      for (const end = Date.now() + ms; Date.now() < end;) {
        if (await ask(expression).catch(() => false) === true) return;
        await new Promise((r) => setTimeout(r, 100));
      }
      throw new Error(`not true after ${ms / 1000} s: ${expression}`);
    },
    async screenshot() {
      const { data } = await call("Page.captureScreenshot", { format: "png" });
      return Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    },
    outside,
    async close() {
      socket.terminate();
      await end();
    },
  };
}
