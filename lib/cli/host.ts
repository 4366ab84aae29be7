import process from "node:process";
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Command } from "./command.ts";
import { onHangup } from "./hangup.ts";
import { projectRoot } from "@kgen/notebook";

export const command: Command = {
  help: `
./kgen host [--port N] [--threads N] [--dir DIR] [--models DIR]

Runs the embedded host in the foreground: ComfyUI's API on 127.0.0.1 with the nano models. Ctrl-C ends it.
  --port N      the port to listen on (default 8189; 0 takes a free one)
  --threads N   threads of the model (default: one for each core, 4 at most)
  --dir DIR     where SaveImage writes (default: out/host)
  --models DIR  where the models' files lie (default: data/nano); LoRAs put there can be loaded
Another terminal can then use it: ./kgen run zimage-turbo-speed-test --host http://127.0.0.1:8189
`,
  run(args) {
    const main = join(projectRoot(), "lib/nano/main.ts");
    const child = spawn(process.execPath, ["run", "-A", "--quiet", main, ...args], {
      stdio: "inherit",
    });
    // The terminal sends Ctrl-C to the child as well; a signal sent to this process alone is passed on.
    for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => child.kill(name));
    onHangup(() => child.kill("SIGTERM"));
    return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 130)));
  },
};
