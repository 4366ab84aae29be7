// Drives a headless Chromium over its DevTools protocol: opens a page, asks it, takes its picture.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";

export interface Page {
  /** What an expression gives in the page; promises are awaited; it must be JSON. Throws what it throws. */
  ask(expression: string): Promise<any>;
  /** Asks until the answer is true. */
  until(expression: string, ms?: number): Promise<void>;
  /** Opens another address and waits until it has loaded. */
  go(url: string): Promise<void>;
  /** Sets the size of the window in CSS pixels; `phone` also makes it a touch screen of two pixels each. */
  size(width: number, height: number, phone?: boolean): Promise<void>;
  /** Presses a key, such as "ArrowRight" or "Tab". */
  press(key: string): Promise<void>;
  /** A PNG of what is seen, or of the whole page. */
  screenshot(whole?: boolean): Promise<Uint8Array>;
  /** Addresses asked for that are not on this computer. */
  outside: string[];
  /** What scripts in pages threw and did not catch. */
  errors: string[];
  close(): Promise<void>;
}

/** Where Chromium is, or null. */
export function chromium(): string | null {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    const found = spawnSync("which", [name], { encoding: "utf8" });
    if (found.status === 0) return found.stdout.trim();
  }
  return null;
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

/** Numbers of keys that have no letter. */
const KEYS: Record<string, number> = {
  Tab: 9,
  Enter: 13,
  " ": 32,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
};

async function attach(debuggerUrl: string, url: string, end: () => Promise<void>): Promise<Page> {
  const socket = new WebSocket(debuggerUrl, { maxPayload: 256 * 1024 * 1024 });
  await new Promise((open, failed) => socket.once("open", open).once("error", failed));
  const waiting = new Map<number, (answer: any) => void>();
  const outside: string[] = [];
  const errors: string[] = [];
  socket.on("message", (bytes) => {
    const message = JSON.parse(String(bytes));
    const asked = message.params?.request?.url;
    if (message.method === "Network.requestWillBeSent" && /^(https?|wss?):/.test(asked)) {
      const { hostname } = new URL(asked);
      if (hostname !== "127.0.0.1" && hostname !== "localhost") outside.push(asked);
    }
    if (message.method === "Runtime.exceptionThrown") {
      const { exception, text } = message.params.exceptionDetails;
      errors.push(exception?.description ?? text);
    }
    // A page that asks whether to leave it would wait for ever.
    if (message.method === "Page.javascriptDialogOpening") {
      socket.send(
        JSON.stringify({ id: 0, method: "Page.handleJavaScriptDialog", params: { accept: true } }),
      );
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
  await call("Runtime.enable");
  // Keys go to what has the focus, which a window without a screen never has by itself.
  await call("Emulation.setFocusEmulationEnabled", { enabled: true });
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
    async go(url) {
      const before = await ask("performance.timeOrigin");
      await call("Page.navigate", { url });
      // Not the address: a page may write another one.
      const there = `performance.timeOrigin !== ${before} && document.readyState === "complete"`;
      for (let tries = 300; tries > 0; tries--) {
        if (await ask(there).catch(() => false)) return;
        await new Promise((r) => setTimeout(r, 50));
      }
      throw new Error(`${url} did not load in 15 s`);
    },
    async size(width, height, phone = false) {
      const deviceScaleFactor = phone ? 2 : 1;
      const metrics = { width, height, deviceScaleFactor, mobile: phone };
      await call("Emulation.setDeviceMetricsOverride", metrics);
    },
    async press(key) {
      const code = KEYS[key] ?? key.toUpperCase().charCodeAt(0);
      const event = { key, code: key, windowsVirtualKeyCode: code };
      await call("Input.dispatchKeyEvent", { type: "keyDown", ...event });
      await call("Input.dispatchKeyEvent", { type: "keyUp", ...event });
    },
    async screenshot(whole = false) {
      const { data } = await call("Page.captureScreenshot", {
        format: "png",
        captureBeyondViewport: whole,
      });
      return Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    },
    outside,
    errors,
    async close() {
      socket.terminate();
      await end();
    },
  };
}
