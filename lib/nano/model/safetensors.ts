import { readFileSync } from "node:fs";
import { WeightsError } from "./weights_error.ts";

/** Where a tensor lies in its file. */
export interface Place {
  dtype: string;
  shape: number[];
  /** Its first byte in the file, and the one after its last. */
  start: number;
  end: number;
}

/** A file of weights as it was read: its bytes, and where in them each tensor lies. */
export interface Safetensors {
  file: string;
  bytes: Uint8Array<ArrayBuffer>;
  tensors: Map<string, Place>;
}

/** Bytes of one number by its type; only types that a network's weights have. */
const sizes: Record<string, number> = { F16: 2, BF16: 2, F32: 4 };

/**
 * Reads a file of weights in the form safetensors: u64 length (little-endian), a JSON header, the data.
 *
 * Throws a `WeightsError` that names the file and says what to do (`advice`) if it is missing, cut short or of another
 * form. Source: https://github.com/huggingface/safetensors, section "Format".
 */
export function readSafetensors(
  file: string,
  advice = "restore it with `git checkout data/nano`",
): Safetensors {
  const fail = (what: string): never => {
    throw new WeightsError(`the weights file ${file} ${what}: ${advice}`);
  };
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    const read = readFileSync(file);
    // Not as a Buffer, whose `slice` does not copy.
    bytes = new Uint8Array(read.buffer as ArrayBuffer, read.byteOffset, read.byteLength);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return fail(code === "ENOENT" ? "is missing" : `cannot be read (${message})`);
  }
  if (bytes.length < 8) return fail(`is cut short (${bytes.length} bytes)`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const begin = 8 + length;
  if (length > 100_000_000) return fail("is not in the form safetensors");
  if (begin > bytes.length) return fail(`is cut short (${bytes.length} bytes, header ${begin})`);
  let header: Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, begin)));
  } catch {
    return fail("is not in the form safetensors");
  }
  const tensors = new Map<string, Place>();
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const [start, end] = data_offsets.map((at) => begin + at);
    const count = shape.reduce((a, b) => a * b, 1);
    if (!(dtype in sizes)) return fail(`holds ${name} as ${dtype}, which is not read here`);
    if (end - start !== count * sizes[dtype]) {
      return fail(`gives ${name} [${shape}] ${end - start} bytes`);
    }
    if (end > bytes.length) {
      return fail(`is cut short (${bytes.length} bytes, and ${name} ends at ${end})`);
    }
    tensors.set(name, { dtype, shape, start, end });
  }
  return { file, bytes, tensors };
}

/** The numbers of a tensor as float32, in a new array. */
export function floats({ bytes }: Safetensors, { dtype, start, end }: Place): Float32Array {
  // A copy begins where arrays of any type may.
  const { buffer } = bytes.slice(start, end);
  if (dtype === "F16") return Float32Array.from(new Float16Array(buffer));
  if (dtype === "F32") return new Float32Array(buffer);
  // bfloat16 is the upper half of float32.
  const bits = Uint32Array.from(new Uint16Array(buffer), (half) => half << 16);
  return new Float32Array(bits.buffer);
}

/**
 * The same file with the numbers of some tensors changed, rounded to float16; `changed` by name, taken one after the other,
 * so that they need not exist all at once. The file is copied once.
 */
export function withFloats(
  file: Safetensors,
  changed: Iterable<[string, Float32Array]>,
): Safetensors {
  let bytes: Safetensors["bytes"] | undefined;
  for (const [name, values] of changed) {
    bytes ??= file.bytes.slice();
    bytes.set(new Uint8Array(Float16Array.from(values).buffer), file.tensors.get(name)!.start);
  }
  return bytes ? { ...file, bytes } : file;
}
