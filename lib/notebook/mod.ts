/**
 * What a notebook cell needs beyond the other rooms: a host, progress, rich output and exercises, alike under the
 * Deno kernel and under tslab.
 * @module
 */
export { check, judge, type Judgement } from "./check.ts";
export { type Bundle, type Kernel, kernel, type Slot, slot } from "./kernel.ts";
export { Fleet, type FleetHost, type FleetOptions, openFleet } from "./fleet.ts";
export { openHost } from "./open_host.ts";
export { progress } from "./progress.ts";
export { projectRoot } from "./root.ts";
export { sweepProgress } from "./sweep_progress.ts";
export { bundleOf, show, type Showable } from "./show.ts";
export { watchPath } from "./watch_path.ts";
export { watchQuench } from "./watch_quench.ts";
