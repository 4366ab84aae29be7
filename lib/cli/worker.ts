import { parseArgs } from "node:util";
import { openTelemetry } from "@kgen/capture";
import { openHost } from "@kgen/notebook";
import { offerOf, shownQueue, work } from "@kgen/sweep";
import { type Command, UsageError, wholeNumber } from "./command.ts";
import { interruption } from "./interrupt.ts";
import { queueFor } from "./sweep_queue.ts";

export const command: Command = {
  help: `
./kgen worker --host URL --queue URL [OPTIONS]

Runs cells of the sweeps on a queue, one at a time, on one ComfyUI host; start one beside each card. Ctrl-C gives its cell
to another worker. Sweeps come onto the queue by ./kgen sweep grid --queue URL.
  --host URL|embedded  the ComfyUI host (default: KGEN_HOST, else embedded)
  --queue URL          redis://[:PASSWORD@]HOST:6379 (default: KGEN_QUEUE)
  --name NAME          what the host is called in the results (default its URL)
  --results DIR        folder that holds the folders of the sweeps, where it is not at the path at which they were submitted
  --gpu KIND  --vram GIB   what the card is, for cells that need one (default: what the host says)
  --variants A,B       only cells of these: turbo, base, edit, other (default: any)
  --telemetry SOURCE   auto (default), plugin, nvidia-smi, ssh:DEST or none
  --scratch DIR        folder on this computer to capture in (default: that for temporary files)
  --lock S             s after which a worker that says nothing is given up (default 30)
  --patience S         s to wait for a host that has gone, or a full disk (default: for ever)
  --until-idle S       ends when there has been nothing to do for so long
`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        host: { type: "string" },
        queue: { type: "string" },
        name: { type: "string" },
        results: { type: "string" },
        gpu: { type: "string" },
        vram: { type: "string" },
        variants: { type: "string" },
        telemetry: { type: "string" },
        scratch: { type: "string" },
        lock: { type: "string" },
        patience: { type: "string" },
        "until-idle": { type: "string" },
      },
    });
    const queue = queueFor(null, values.queue);
    const signal = interruption();
    await using host = await openHost(values.host);
    await using telemetry = await openTelemetry(host, values.telemetry ?? "auto", { signal });
    const offer = await offerOf(host, {
      gpu: values.gpu,
      vram_gib: number("vram", values.vram),
      variants: variants(values.variants),
    });
    const has = [
      offer.gpu || "CPU",
      offer.vram_gib > 0 ? `${offer.vram_gib.toFixed(1)} GiB` : "",
      offer.variants.join(", ") || "any variant",
    ].filter((p) => p !== "");
    console.error(`kgen: ${host.url} (${has.join("; ")}) on ${shownQueue(queue)}`);
    const tally = await work({
      host,
      queue,
      offer,
      telemetry,
      signal,
      name: values.name,
      results: values.results,
      scratch: values.scratch,
      lock: number("lock", values.lock),
      patience: wholeNumber("patience", values.patience, 0),
      untilIdle: number("until-idle", values["until-idle"]),
      onEvent: (e) => console.error(`kgen: ${e.text.replace(/\s*\n\s*/g, " ")}`),
    });
    console.log(
      `${tally.done} done, ${tally.failed} failed, ${tally.late} finished by others first, ` +
        `${tally.elsewhere} given to others`,
    );
    return tally.interrupted ? 130 : 0;
  },
};

function number(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`--${name} takes a number above 0; given "${text}"`);
}

function variants(text: string | undefined): string[] | undefined {
  const list = text?.split(",").map((t) => t.trim());
  const known = ["turbo", "base", "edit", "other"];
  const unknown = list?.find((v) => !known.includes(v));
  if (unknown !== undefined) {
    throw new UsageError(
      `--variants takes ${known.join(", ")} with commas between; given "${text}"`,
    );
  }
  return list;
}
