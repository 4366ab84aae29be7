import type { Direction } from "./metric.ts";
import { metricOrUnknown } from "./registry.ts";

/** One score that another tool computed. */
export interface ImportedScore {
  /** The picture's path as the tool wrote it, with / between its parts; of a set, the name of the set. */
  file: string;
  /** Name in the metric registry, or the tool's own name for an unknown one. */
  metric: string;
  value: number;
  /** What computed it: "pyiqa", "torch-fidelity" and the like. */
  tool: string;
  /** The tool's version, when anybody said. */
  version?: string;
  /** True when the value describes a set of pictures. */
  set?: boolean;
  /** Whatever else the line said. */
  extra?: Record<string, string | number | boolean>;
}

/** A line that gave no row. */
export interface ImportProblem {
  file: string;
  /** Line of the file, from 1. */
  line: number;
  /** "FILE, line N: what is wrong, what was expected". */
  message: string;
}

/** What an import gives: every good row, and a word on everything else. */
export interface Imported {
  /** What the file was taken for, like "pyiqa CSV". */
  kind: string;
  rows: ImportedScore[];
  /** Lines that gave no row, in order. */
  problems: ImportProblem[];
  /** Unknown metrics, unusual values, what the file does not say. */
  warnings: string[];
}

/** A file that cannot be imported; `file` and `line` say where. */
export class ImportError extends Error {
  override readonly name = "ImportError";
  readonly file: string;
  /** Line from 1, or null when it is the whole file. */
  readonly line: number | null;

  constructor(file: string, line: number | null, message: string, options?: ErrorOptions) {
    super(`${file}${line === null ? "" : `, line ${line}`}: ${message}`, options);
    this.file = file;
    this.line = line;
  }
}

/** Gathers the rows and problems of one file. */
export class ImportedRows {
  readonly #seen = new Map<string, number>();
  readonly #rows: ImportedScore[] = [];
  readonly #problems: ImportProblem[] = [];
  readonly #warnings: string[] = [];
  #first = "";

  constructor(readonly kind: string, readonly file: string) {}

  /** Keeps a row; refuses NaN, and a second value for the same picture and metric. */
  row(line: number, row: ImportedScore): void {
    const file = row.file.replaceAll("\\", "/");
    if (Number.isNaN(row.value)) {
      this.problem(
        line,
        `${row.metric} of ${file || "the set"} is missing or NaN, expected a number`,
      );
      return;
    }
    const key = JSON.stringify([file, row.metric, row.tool, row.extra?.reference ?? null]);
    const before = this.#seen.get(key);
    if (before !== undefined) {
      this.problem(line, `${row.metric} of ${file} again; that of line ${before} is kept`);
      return;
    }
    this.#seen.set(key, line);
    this.#rows.push({ ...row, file });
  }

  problem(line: number, message: string): void {
    this.#first ||= `${message}.`;
    this.#problems.push({
      file: this.file,
      line,
      message: `${this.file}, line ${line}: ${message}.`,
    });
  }

  /** Says it once, however often it is said. */
  warn(message: string): void {
    const whole = `${this.file}: ${message}`;
    if (!this.#warnings.includes(whole)) this.#warnings.push(whole);
  }

  /** Everything; throws when there is no good row at all. */
  done(): Imported {
    if (this.#rows.length === 0) {
      const [first] = this.#problems;
      if (first) throw new ImportError(this.file, first.line, this.#first);
      throw new ImportError(this.file, null, `no score in it (taken for ${this.kind}).`);
    }
    for (const name of new Set(this.#rows.map((r) => r.metric))) this.#judge(name);
    const { kind } = this;
    return { kind, rows: this.#rows, problems: this.#problems, warnings: this.#warnings };
  }

  /** Warns of a metric that nobody described, and of values beyond its usual range. */
  #judge(name: string): void {
    const m = metricOrUnknown(name);
    if (!m.known) return this.warn(m.warning);
    const [lo, hi] = m.range;
    // Tools give an FID of -3e-19 for equal sets.
    const odd = (v: number) => v < lo - 1e-6 || v > hi + 1e-6;
    const beyond = this.#rows.filter((r) => r.metric === name && odd(r.value));
    if (beyond.length === 0) return;
    const { file, value } = beyond[0];
    this.warn(
      `${beyond.length} of its values of ${name} are outside ${lo} to ${hi}, first ${value}` +
        `${file ? ` (${file})` : ""}: is it that metric, on that scale?`,
    );
  }
}

/** Throws when somebody says the opposite of what the registry knows. */
export function checkDirection(file: string, name: string, said: Direction | undefined): void {
  const m = metricOrUnknown(name);
  if (said === undefined || !m.known || m.direction === said) return;
  throw new ImportError(
    file,
    null,
    `${name} is given as "${said} is better", but ${m.label} is better when ${m.direction} ` +
      `(${
        m.citation || m.tool
      }). Turn the direction round, or give the column another metric's name.`,
  );
}
