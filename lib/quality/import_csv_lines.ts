import { ImportError } from "./import_rows.ts";

/** One record of a CSV file. */
export interface CsvRecord {
  /** Line where it begins, from 1. */
  line: number;
  fields: string[];
}

/** The records of a CSV text (RFC 4180); blank lines are left out. */
export function csvRecords(text: string, delimiter: string, file: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let line = 1, begun = 1, fields: string[] = [], field = "", quoted = false, opened = false;
  const endRecord = () => {
    fields.push(field);
    if (opened || fields.length > 1 || field.trim() !== "") records.push({ line: begun, fields });
    [fields, field, opened] = [[], "", false];
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "\n") line++;
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (c === '"' && field.trim() === "") {
      [quoted, opened, field] = [true, true, ""];
    } else if (c === delimiter) {
      fields.push(field);
      field = "";
    } else if (c === "\n") {
      endRecord();
      begun = line;
    } else field += c;
  }
  if (quoted) {
    throw new ImportError(file, begun, 'a quote is opened and never closed, expected another ".');
  }
  endRecord();
  return records;
}

/** The sign that separates the fields of the first line: the most frequent of tab, semicolon, comma. */
export function delimiterOf(text: string): string {
  const [first = ""] = text.split("\n").filter((l) => l.trim() !== "");
  const bare = first.replace(/"[^"]*"/g, "");
  const count = (c: string) => bare.split(c).length - 1;
  return ["\t", ";", ","].reduce((best, c) => (count(c) > count(best) ? c : best));
}
