/** The embedded host: a small text-to-image model behind ComfyUI's API, in a process of its own. */
export { HostStartError, type RunningHost, startHost, type StartOptions } from "./start_host.ts";
export { tokenize, type Tokens } from "./model/tokenize.ts";
export { nanoFile } from "./paths.ts";
