import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { projectRoot } from "@kgen/notebook";
import { bundle } from "./bundle.ts";
import type { Command } from "./command.ts";
import { onHangup } from "./hangup.ts";

export const command: Command = {
  help: `
./kgen lab [NOTEBOOK] [OPTIONS OF jupyter lab]

Opens the notebooks in JupyterLab. Each runs under both kernels: "TypeScript (Deno)" and "TypeScript (tslab, Node)".
  NOTEBOOK       the one to open first, such as 01-generation-rate; 00-start-here unless named
  --no-browser   print the address instead of opening a browser
  --port N       the port to listen on
KGEN_HOST=http://HOST:8188 ./kgen lab makes the notebooks measure that ComfyUI instead of the embedded host.
`,
  async run(args) {
    const root = projectRoot();
    // Made now, so that the first cell under tslab does not wait for it.
    await bundle();
    const named = args[0] && !args[0].startsWith("-") ? args[0] : undefined;
    const notebook = `${(named ?? "00-start-here").replace(/\.ipynb$/, "")}.ipynb`;
    if (!existsSync(join(root, "notebooks", notebook))) {
      throw new Error(`there is no notebooks/${notebook}`);
    }
    const child = spawn(join(root, ".venv/bin/jupyter"), [
      "lab",
      `--ServerApp.root_dir=${root}`,
      `--LabApp.default_url=/lab/tree/notebooks/${notebook}`,
      "--MultiKernelManager.default_kernel_name=deno",
      // In a container everyone is root. The server listens on loopback and asks for its token.
      ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
      ...args.slice(named ? 1 : 0),
    ], { stdio: "inherit" });
    for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => child.kill(name));
    onHangup(() => child.kill("SIGTERM"));
    return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 130)));
  },
};
