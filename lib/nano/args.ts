/** What `./kgen host` can be told. */
export interface Args {
  port: number;
  threads: number;
  dir?: string;
  models?: string;
  /** Started by another program: its end, seen as the end of standard input, ends the host. */
  child: boolean;
  help: boolean;
}

export const usage = `usage: ./kgen host [--port N] [--threads N] [--dir FOLDER] [--models FOLDER]

Starts the embedded host: the nano models behind ComfyUI's API, on 127.0.0.1 only. Ctrl-C ends it.
  --port N       the port to listen on (default 8189; 0: any free one)
  --threads N    threads of the model (default: one for each core, 4 at most)
  --dir FOLDER   where SaveImage writes (default out/host)
  --models FOLDER  where the models' files lie (default data/nano); LoRAs put there can be loaded`;

const numbers: Record<string, [least: number, most: number]> = {
  port: [0, 65535],
  threads: [1, 256],
};

/** Reads the arguments of the host. Throws an `Error` that says what is wrong with them. */
export function parseArgs(argv: string[]): Args {
  const threads = Math.min(navigator.hardwareConcurrency, 4);
  const args: Args = { port: 8189, threads, child: false, help: false };
  for (let i = 0; i < argv.length; i++) {
    const [flag, inline] = argv[i].split(/=(.*)/s);
    const name = flag.replace(/^--/, "");
    if (flag === "--child") args.child = true;
    else if (flag === "--help" || flag === "-h") args.help = true;
    else if (flag === "--dir" || flag === "--models") {
      args[name as "dir" | "models"] = inline ?? argv[++i] ?? fail(`${flag} needs a folder`);
    } else if (flag.startsWith("--") && Object.hasOwn(numbers, name)) {
      args[name as "port" | "threads"] = number(name, inline ?? argv[++i]);
    } else fail(`unknown argument ${argv[i]}`);
  }
  return args;
}

function number(name: string, text: string | undefined): number {
  const [least, most] = numbers[name];
  const value = /^\d+$/.test(text ?? "") ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  fail(`--${name} needs a whole number from ${least} to ${most}, got ${text ?? "nothing"}`);
}

function fail(message: string): never {
  throw new Error(message);
}
