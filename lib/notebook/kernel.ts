// The one place that knows which kernel a cell runs in.
import process from "node:process";
import { escapeHtml } from "./escape_html.ts";

/** What a cell can show: MIME type to text; pictures that are not SVG in base64. */
export type Bundle = Record<string, string>;

/** Where the code runs: a cell of the Deno kernel, a cell of tslab (Node), or a plain program. */
export type Kernel = "deno" | "tslab" | "none";

interface DenoJupyter {
  broadcast(type: string, content: unknown): Promise<void>;
}

function denoJupyter(): DenoJupyter | undefined {
  try {
    // Outside a notebook the getter is missing in some versions of Deno and throws in others.
    return (globalThis as any).Deno?.jupyter;
  } catch {
    return undefined;
  }
}

function tslab(): any {
  return (globalThis as any).__tslab__?.require?.("tslab");
}

/**
 * The kernel this code runs in.
 *
 * @example
 * ```ts
 * import { kernel } from "@kgen/notebook";
 * import assert from "node:assert/strict";
 * assert.equal(kernel(), "none");
 * ```
 */
export function kernel(): Kernel {
  if (denoJupyter()) return "deno";
  return tslab() ? "tslab" : "none";
}

/** The richest form that tslab, which takes one MIME type a display, can show. */
const RICHEST = [
  "image/svg+xml",
  "image/png",
  "text/html",
  "text/markdown",
  "text/plain",
];

/** A PNG with its words, as HTML. */
function picture(base64: string, words: string): string {
  const alt = escapeHtml(words).replaceAll('"', "&quot;");
  return `<img src="data:image/png;base64,${base64}" alt="${alt}">`;
}

/** A place in a cell's output that can be written again. */
export interface Slot {
  write(bundle: Bundle): Promise<void>;
}

let slots = 0;

/** A new place in the current cell's output; outside a notebook its plain text goes to standard output. */
export function slot(): Slot {
  const deno = denoJupyter();
  if (deno) {
    const display_id = `kgen-${++slots}`;
    let type = "display_data";
    return {
      async write(data) {
        // nbconvert takes the words for those who cannot see a picture from here.
        const alt = data["text/plain"];
        const metadata = "image/png" in data && alt ? { "image/png": { alt } } : {};
        await deno.broadcast(type, { data, metadata, transient: { display_id } });
        // Deno 2.8 to 2.9 let "idle" overtake the last output of a cell, and the front end then drops it.
        await new Promise((resolve) => setTimeout(resolve, 5));
        type = "update_display_data";
      },
    };
  }
  const display = tslab()?.newDisplay();
  if (display) {
    return {
      write(data) {
        const mime = RICHEST.find((m) => m in data) ?? "text/plain";
        const words = data["text/plain"];
        // It takes no metadata either, in which the words for a picture would stand.
        if (mime === "image/png" && words) display.raw("text/html", picture(data[mime], words));
        else display.raw(mime, data[mime] ?? "");
        return Promise.resolve();
      },
    };
  }
  return {
    write(data) {
      process.stdout.write((data["text/plain"] ?? "") + "\n");
      return Promise.resolve();
    },
  };
}
