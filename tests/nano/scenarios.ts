/** What is asked of a host, as data. Placeholders stand for model files and the size, which differ between hosts. */
import { advancedSampling } from "./scenarios/advanced.ts";
import { answers } from "./scenarios/answers.ts";
import { caching } from "./scenarios/caching.ts";
import { customSampling } from "./scenarios/custom.ts";
import { failing } from "./scenarios/failing.ts";
import { invalid } from "./scenarios/invalid.ts";
import { jobs } from "./scenarios/jobs.ts";
import { pictures } from "./scenarios/pictures.ts";
import { queues } from "./scenarios/queues.ts";
import { references } from "./scenarios/reference.ts";
import { success } from "./scenarios/success.ts";
import type { Scenario } from "./scenarios/types.ts";
import { uploads } from "./scenarios/upload.ts";
import { websocketOutput } from "./scenarios/websocket.ts";

export { fill } from "./scenarios/graphs.ts";
export type { Graph, Scenario, Step } from "./scenarios/types.ts";

/** All of them. Names are unique: they are file names. */
export const scenarios: Scenario[] = [
  ...success,
  ...caching,
  ...invalid,
  ...failing,
  ...queues,
  ...answers,
  ...jobs,
  ...advancedSampling,
  ...customSampling,
  ...websocketOutput,
  ...uploads,
  ...pictures,
  ...references,
];
