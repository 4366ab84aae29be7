/** What a scenario is made of. */

/** A graph in API form. */
export type Graph = Record<string, { class_type?: string; inputs: Record<string, unknown> }>;

/** A form with a picture, as /upload/image takes it. */
export interface Upload {
  /** The picture in base64; without it the form has its fields only. */
  picture?: string;
  filename?: string;
  /** The name under which the picture goes; `image` if absent. */
  field?: string;
  fields: Record<string, string>;
}

/** One thing that the driver does. `{label}` in paths and bodies stands for the id with that label. */
export type Step =
  | {
    do: "connect";
    client: string;
    flags?: Record<string, unknown>;
    anonymous?: true;
    origin?: string;
    path?: string;
  }
  | { do: "close"; client: string }
  | { do: "send"; client: string; text: string }
  | { do: "pause"; ms: number }
  /** Until the end of the prompt, or its progress has reached `value`. Without a client: until it is in the history. */
  | { do: "wait"; prompt: string; client?: string; value?: number }
  | { do: "prompt"; as: string; graph: Graph; client?: string; body?: Record<string, unknown> }
  | {
    do: "http";
    path: string;
    name?: string;
    method?: string;
    json?: unknown;
    text?: string;
    headers?: Record<string, string>;
    /** Send a form of this. */
    upload?: Upload;
    /** Keep only the kinds of the values. */
    shape?: true;
    /** Keep the first file name in the answer under this label. */
    remember?: string;
  };

/** A named list of steps. */
export interface Scenario {
  name: string;
  about: string;
  steps: Step[];
  /** How many steps of the sampler are seen depends on timing: compare only the kinds of their messages. */
  looseSteps?: true;
  /** Of several output nodes ComfyUI runs first whichever comes first in a Python set: compare what is sent, in any order. */
  anyOrder?: true;
  /** Other recordings that are as good, for what depends on the machine that ComfyUI runs on. */
  variants?: string[];
  /** `status` is sent from another thread than the rest: compare the two orders apart. */
  statusApart?: true;
}
