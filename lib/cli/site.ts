import { join } from "node:path";
import type { Executed } from "./publish_execute.ts";
import { studentVersion } from "./publish_student.ts";
import { indexPage } from "./site_index.ts";
import { lessons } from "./site_page.ts";
import { lighter } from "./site_pictures.ts";
import { lessonPage, type Making } from "./site_shell.ts";
import { writeWhole } from "./write_file.ts";

/**
 * Writes a site: index, one page a lesson, and the files to take along.
 *
 * @param folder Where it goes; nothing in it is taken away.
 * @returns Paths of the pages, relative to the folder.
 */
export async function writeSite(
  folder: string,
  executed: readonly Executed[],
  making: Making,
  root: string,
): Promise<string[]> {
  const all = lessons(executed, root);
  const write = (path: string, content: string) => writeWhole(join(folder, path), content);
  const file = (notebook: unknown) => JSON.stringify(notebook, null, 1) + "\n";
  for (const [i, lesson] of all.entries()) {
    const { name, source, notebook } = executed[i];
    write(`downloads/${name}.ipynb`, file(source));
    write(`downloads/${name}.executed.ipynb`, file(notebook));
    write(`downloads/${name}.student.ipynb`, file(studentVersion(source)));
    const neighbours = { before: all[i - 1] ?? null, after: all[i + 1] ?? null };
    write(`${name}.html`, await lighter(lessonPage(lesson, executed[i], neighbours, making)));
  }
  write("index.html", await indexPage(all, making));
  return ["index.html", ...all.map(({ name }) => `${name}.html`)];
}
