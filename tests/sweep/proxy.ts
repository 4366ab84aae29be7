// A network that can be cut: a TCP proxy which, while it is cut, lets nothing through and says nothing about it.
import { connect, createServer, type Socket } from "node:net";

export interface Proxy {
  port: number;
  /** Nothing passes from now on, in connections that are open and in new ones. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function startProxy(to: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(to, "127.0.0.1");
    for (const [from, into] of [[near, far], [far, near]]) {
      sockets.add(from);
      from.on("data", (bytes) => into.write(bytes));
      from.on("error", () => into.destroy());
      from.on("close", () => {
        sockets.delete(from);
        into.destroy();
      });
      if (isCut) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as { port: number }).port,
    cut() {
      isCut = true;
      for (const s of sockets) s.pause();
    },
    mend() {
      isCut = false;
      for (const s of sockets) s.resume();
    },
    async close() {
      for (const s of sockets) s.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
