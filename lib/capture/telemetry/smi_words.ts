import type { Ended } from "./program.ts";
import { sshWord } from "./ssh.ts";

/** Why nvidia-smi (dest: on another computer) gives nothing, and what to do. */
export function smiWord({ code, missing, said }: Ended, dest: string | null): string {
  const where = dest ?? "this computer";
  if (missing) {
    return dest
      ? "there is no ssh program on this computer: install OpenSSH's client"
      : "there is no nvidia-smi on the PATH of this computer: it comes with NVIDIA's driver";
  }
  const meant = dest ? sshWord(code, said, dest, "nvidia-smi") : null;
  if (meant) return meant;
  if (/couldn't communicate with the NVIDIA driver/i.test(said)) {
    return `nvidia-smi on ${where} cannot reach NVIDIA's driver: load it (modprobe nvidia), or restart`;
  }
  if (/version mismatch/i.test(said)) {
    return `NVIDIA's driver on ${where} was updated while in use (version mismatch): restart it`;
  }
  if (/no devices were found/i.test(said)) return `nvidia-smi finds no GPU on ${where}`;
  if (/gpu is lost/i.test(said)) return `the GPU of ${where} is lost to its driver: restart it`;
  if (dest && code === 255) {
    return `the connection by ssh to ${dest} was lost${quote(said)}`;
  }
  return `nvidia-smi on ${where} ended (${code === null ? "killed" : `exit code ${code}`})` +
    quote(said);
}

/** The last line that is no measurement, to be read by people. */
function quote(said: string): string {
  const last = said.trim().split(/\r?\n/).filter((l) => l.split(",").length < 6).at(-1)?.trim();
  return last ? `: ${last.slice(0, 200)}` : "";
}
