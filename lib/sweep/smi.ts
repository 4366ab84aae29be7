import { spawnSync } from "node:child_process";
import { sshCommand } from "@kgen/capture";

/** The program that reads and sets; it waits, so that it also works while a process ends. */
export type Smi = (args: string[]) => SmiAnswer;

export interface SmiAnswer {
  code: number;
  output: string;
}

/** nvidia-smi on this computer, or by ssh without a password ("ssh:DEST"). */
export function smi(where = "", program = "nvidia-smi"): Smi {
  if (where !== "" && !where.startsWith("ssh:")) {
    throw new TypeError(`"${where}" is no ssh:DEST.`);
  }
  const [first, ...before] = where === "" ? [] : sshCommand(where.slice(4)).prefix;
  return (args) => {
    const [name, list] = first === undefined
      ? [program, args]
      : [first, [...before, program, ...args]];
    const done = spawnSync(name, list, { encoding: "utf8", timeout: 30_000 });
    if (done.error) return { code: 127, output: done.error.message };
    return { code: done.status ?? 1, output: `${done.stdout}${done.stderr}`.trim() };
  };
}

/** Whether a setting was refused; nvidia-smi ends with 0 for some refusals. */
export function isRefused({ code, output }: SmiAnswer): boolean {
  return code !== 0 || /insufficient permission|not supported/i.test(output);
}
