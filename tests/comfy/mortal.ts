// Hosts that a test may kill: the embedded one, and a real ComfyUI that COMFY_COMMAND starts, such as
// "python main.py --cpu --port PORT".
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@kgen/comfy";
import { startHost } from "@kgen/nano";

/** A host that may be killed and started again on the same port. */
export interface Mortal {
  url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** The embedded host, killed without a farewell. */
export async function embedded(): Promise<Mortal> {
  const port = await freePort();
  let host = await startHost({ port, threads: 1 });
  return {
    url: host.url,
    async kill() {
      process.kill(host.pid, "SIGKILL");
      await host.stop().catch(() => {});
    },
    async start() {
      host = await startHost({ port, threads: 1 });
    },
  };
}

/** A real ComfyUI, started by the command in COMFY_COMMAND, in which PORT stands for the port. */
export async function real(): Promise<Mortal> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const command = process.env.COMFY_COMMAND!.replaceAll("PORT", String(port));
  let child: ChildProcess;
  const mortal: Mortal = {
    url,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGKILL");
      await ended;
    },
    async start() {
      child = spawn("bash", ["-c", `exec ${command}`], { stdio: "ignore" });
      for (let i = 0; i < 300; i++) {
        if (await connect(url).catch(() => null)) return;
        await sleep(200);
      }
      throw new Error("ComfyUI did not start");
    },
  };
  await mortal.start();
  return mortal;
}
