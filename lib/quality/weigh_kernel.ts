// A weighted sum of eleven lines of float64 numbers in WebAssembly, two numbers at a time (SIMD). JavaScript
// engines do not use these instructions by themselves. SSIM takes a third of the time that plain loops take, and
// three quarters of what loops unrolled by hand for eleven lines take. The module is put together here, an
// instruction a line, so that no binary file has to be trusted.

/** Pairs of lines that share a weight, the first with the last and so on; between them is the centre line. */
export const PAIRS = 5;
const LINES = 2 * PAIRS + 1;

/** One for each pair, and the centre's; they lie at the start of the memory. */
const WEIGHTS = PAIRS + 1;

// Locals: the result's address, its length in bytes, eleven lines' addresses; then a place, and six weights.
const OUT = 0, BYTES = 1, LINE = 2, PLACE = LINE + LINES, WEIGHT = PLACE + 1;

const I32 = 0x7f, V128 = 0x7b, VOID = 0x40, END = 0x0b;
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
const constant = (small: number) => [0x41, small];
const addWhole = [0x6a], below = [0x49];
const loadBoth = [0xfd, 0x00, 3, 0]; // v128.load, aligned to 8 bytes
const storeBoth = [0xfd, 0x0b, 3, 0]; // v128.store
const loadTwice = (address: number) => [...constant(0), 0xfd, 0x0a, 3, address]; // v128.load64_splat
const add = [0xfd, 0xf0, 0x01], multiply = [0xfd, 0xf2, 0x01]; // f64x2.add, f64x2.mul

const at = (line: number) => [...get(LINE + line), ...get(PLACE), ...addWhole, ...loadBoth];
const pair = (
  k: number,
) => [...at(k), ...at(LINES - 1 - k), ...add, ...get(WEIGHT + k), ...multiply];
const numbers = (n: number) => Array.from({ length: n }, (_, i) => i);

const body = [
  ...[2, 1, I32, WEIGHTS, V128], // the locals that are not parameters
  ...numbers(WEIGHTS).flatMap((k) => [...loadTwice(8 * k), ...set(WEIGHT + k)]),
  ...[0x03, VOID], // loop
  ...[...get(OUT), ...get(PLACE), ...addWhole],
  ...pair(0),
  ...numbers(PAIRS).slice(1).flatMap((k) => [...pair(k), ...add]),
  ...[...at(PAIRS), ...get(WEIGHT + PAIRS), ...multiply, ...add],
  ...storeBoth,
  ...[...get(PLACE), ...constant(16), ...addWhole, ...tee(PLACE)],
  ...[...get(BYTES), ...below, 0x0d, 0], // again while place < bytes
  ...[END, END],
];

/** A number as LEB128, for lengths. */
const leb = (n: number): number[] => n < 128 ? [n] : [(n & 127) | 128, ...leb(n >> 7)];
const text = (s: string) => [s.length, ...new TextEncoder().encode(s)];
const section = (id: number, content: number[]) => [id, ...leb(content.length), ...content];
const parameters = LINE + LINES;

const MODULE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
  ...section(1, [1, 0x60, parameters, ...Array(parameters).fill(I32), 0]), // one type of function
  ...section(2, [1, ...text("kgen"), ...text("memory"), 2, 0, 1]), // memory from outside, a page or more
  ...section(3, [1, 0]), // one function of type 0
  ...section(7, [1, ...text("weigh"), 0, 0]),
  ...section(10, [1, ...leb(body.length), ...body]),
);

/**
 * `weigh(out, bytes, line0, ..., line10)`: addresses, and a length, in bytes. out = Σ weight · line, two numbers
 * at a time, so that one number after an odd `bytes / 8` is written too. `out` may be the centre line.
 */
export type Weigh = (out: number, bytes: number, ...lines: number[]) => void;

/** The kernel on that memory. */
export function makeWeigh(memory: WebAssembly.Memory): Weigh {
  const module = new WebAssembly.Module(MODULE);
  return new WebAssembly.Instance(module, { kgen: { memory } }).exports.weigh as Weigh;
}
