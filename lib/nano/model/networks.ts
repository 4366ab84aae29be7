import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { family, loraFiles, weightsFile } from "./family.ts";
import { int8Files } from "./int8.ts";
import { checkLora, mergeLoras } from "./lora.ts";
import { NanoModel } from "./onnx.ts";
import { readSafetensors, type Safetensors } from "./safetensors.ts";
import { WeightsError } from "./weights_error.ts";

/** A LoRA by its file name. */
export interface NamedLora {
  file: string;
  strength: number;
}

/** What a network is made of: a model of the family, and LoRAs in the order in which they were put on it. */
export interface Recipe {
  model: string;
  loras: NamedLora[];
}

/** How many loaded networks are kept. One takes about 110 MB. */
const mostKept = 3;

/** Size and time of a file, so that another one under its name is not taken for it. */
function stamp(file: string): string {
  const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return `${file} ${size} ${mtimeMs}`;
}

/** Loads networks from a folder and keeps the last few that were used. */
export class Networks {
  /** By what they are made of, the last used at the end. */
  #loaded = new Map<string, NanoModel>();
  #weights?: { key: string; weights: Safetensors };

  constructor(readonly folder: string, readonly threads: number) {}

  #path(name: string): string {
    return join(this.folder, name);
  }

  /** Base's weights; read again only if the file changed. Throws a `WeightsError`. */
  weights(): Safetensors {
    const key = stamp(this.#path(weightsFile));
    if (this.#weights?.key !== key) {
      this.#weights = { key, weights: readSafetensors(this.#path(weightsFile)) };
    }
    return this.#weights.weights;
  }

  /** The LoRA that belongs to a model, at strength 1: none for most, and none where its file is missing. */
  ownLoras(model: string): NamedLora[] {
    const file = family[model].lora;
    return file && existsSync(this.#path(file)) ? [{ file, strength: 1 }] : [];
  }

  /** Tells one state of the files of a model from another. */
  stampOf(model: string): string {
    const { lora = null } = Object.hasOwn(family, model) ? family[model] : {};
    return this.stampOfFile(weightsFile) + (lora ? this.stampOfFile(lora) : "");
  }

  /** Tells one state of a file from another. */
  stampOfFile(name: string): string {
    return stamp(this.#path(name));
  }

  /** Reads a LoRA and checks that it fits. Throws a `WeightsError`. */
  lora(file: string): Safetensors {
    const advice = "choose another LoRA, or copy the file again";
    const lora = readSafetensors(this.#path(file), advice);
    checkLora(this.weights(), lora);
    return lora;
  }

  /**
   * The network of a recipe: for prompts alone, or with a reference picture. Loads it unless it is kept.
   *
   * LoRAs at strength 0 are left out. Throws a `WeightsError` if a file is missing or wrong.
   */
  async get({ model, loras }: Recipe, withReference = false): Promise<NanoModel> {
    const { graph, referenceGraph, int8 } = family[model];
    const name = withReference ? referenceGraph : graph;
    if (name === null) {
      throw new WeightsError(`${model} takes no reference picture: use nano_edit for it`);
    }
    const file = this.#path(name);
    if (!existsSync(file)) {
      throw new WeightsError(
        `the graph ${file} is missing: restore it with \`git checkout data/nano\``,
      );
    }
    const applied = loras.filter(({ strength }) => strength !== 0);
    const files = [file, this.#path(weightsFile), ...applied.map((l) => this.#path(l.file))];
    const key = JSON.stringify([...files.map(stamp), ...applied.map((l) => l.strength)]);
    const known = this.#loaded.get(key);
    if (known) {
      this.#loaded.delete(key);
      this.#loaded.set(key, known);
      return known;
    }
    const merged = mergeLoras(
      this.weights(),
      applied.map(({ file, strength }) => ({ lora: this.lora(file), strength })),
    );
    const external = [{ path: weightsFile, data: merged.bytes }];
    if (int8) external.push(...int8Files(merged) as typeof external);
    let network: NanoModel;
    try {
      network = await NanoModel.load(file, external, this.threads);
    } catch (error) {
      throw new WeightsError(
        `${file} cannot be loaded with ${merged.file}: ${
          (error as Error).message
        }. The two belong ` +
          "together: restore both with `git checkout data/nano`",
      );
    }
    // The session has its own copy; reading the file again takes 10 ms.
    this.#weights = undefined;
    while (this.#loaded.size >= mostKept) {
      const [oldest, other] = this.#loaded.entries().next().value!;
      this.#loaded.delete(oldest);
      await other.release();
    }
    this.#loaded.set(key, network);
    return network;
  }

  /** Frees all networks and the weights. */
  async free(): Promise<void> {
    const all = [...this.#loaded.values()];
    this.#loaded.clear();
    this.#weights = undefined;
    for (const network of all) await network.release();
  }
}

/** The LoRA files in a folder; none if there is no such folder. */
export function lorasIn(folder: string): string[] {
  return existsSync(folder) ? loraFiles(readdirSync(folder)) : [];
}
