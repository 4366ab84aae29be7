import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { markdown, type Report } from "./bench_nano_markdown.ts";
import { chinese, english } from "./bench_nano_words.ts";
import { writeWhole } from "./write_file.ts";

const BEGIN = "<!-- ./kgen bench nano --card writes what follows -->";
const END = "<!-- end of what ./kgen bench nano --card writes -->";

/** The text with the part between the markers replaced; both are put at the end of one that has none. */
export function withTable(text: string, table: string): string {
  const part = `${BEGIN}\n\n${table.trim()}\n\n${END}`;
  const from = text.indexOf(BEGIN), to = text.indexOf(END);
  if (from < 0 && to < 0) return `${text.trimEnd()}\n\n${part}\n`;
  if (from < 0 || to < from) {
    throw new Error(
      `only one of the markers "${BEGIN}" and "${END}" is there, or they are exchanged`,
    );
  }
  return text.slice(0, from) + part + text.slice(to + END.length);
}

/** Writes the results into the English and the Chinese model card; returns those that are there and were written. */
export function writeCards(report: Report, folder: string): string[] {
  const cards = [["README.md", english], ["README.zh.md", chinese]] as const;
  return cards.flatMap(([name, words]) => {
    const file = join(folder, name);
    if (!existsSync(file)) return [];
    writeWhole(file, withTable(readFileSync(file, "utf8"), markdown(report, words)));
    return [file];
  });
}
