/** What came of each test on each host, as a table. */
import type { Case } from "./case.ts";

/** `ok`, `FAILED` or `skipped: why`, by test and host. */
export class Results {
  #cells = new Map<string, string>();

  set(test: string, host: string, result: string): void {
    this.#cells.set(`${test}\n${host}`, result);
  }

  get(test: string, host: string): string {
    return this.#cells.get(`${test}\n${host}`) ?? "not run";
  }

  /** One line a test, one column a host, and below it what may differ. */
  table(cases: Case[], hosts: string[]): string {
    const head = ["test", ...hosts];
    const rows = cases.map(({ name }) => [name, ...hosts.map((host) => this.get(name, host))]);
    const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
    const line = (row: string[]) =>
      row.map((cell, i) => i === row.length - 1 ? cell : cell.padEnd(widths[i])).join(" | ");
    const notes = cases.filter(({ mayDiffer }) => mayDiffer)
      .map(({ name, mayDiffer }) => `  ${name}: ${mayDiffer}`);
    return [
      line(head),
      widths.map((width) => "-".repeat(width)).join("-|-"),
      ...rows.map(line),
      "What may differ between hosts:",
      ...notes,
    ].join("\n");
  }
}
