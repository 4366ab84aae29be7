import type { Ended } from "../telemetry/program.ts";
import { sshWord } from "../telemetry/ssh.ts";

/** Why py-spy gave no profile, and what to do. */
export function pySpyWord({ code, missing, said }: Ended, pid: number, dest?: string): string {
  const there = dest ? ` on ${dest}` : "";
  if (missing) {
    return dest ? "there is no ssh program on this computer: install OpenSSH's client" : noPySpy;
  }
  const meant = dest ? sshWord(code, said, dest, "py-spy") : null;
  if (meant) return meant;
  if (/permission denied|operation not permitted|requires root|EPERM/i.test(said)) {
    return `py-spy may not look into process ${pid}${there}: run it as root (sudo), ` +
      "or as the owner of the process with CAP_SYS_PTRACE " +
      "(Docker: --cap-add SYS_PTRACE; Linux: sysctl kernel.yama.ptrace_scope=0)";
  }
  if (
    /no such process|check that the process is running|failed to open process|os error 3\b/i.test(
      said,
    )
  ) {
    return `there is no process ${pid}${there}: has ComfyUI ended, or was it started anew?`;
  }
  if (/failed to find (a )?python/i.test(said)) {
    return `process ${pid}${there} is not a Python program, so not ComfyUI`;
  }
  const lines = said.trim().split(/\r?\n/);
  const told = lines.find((l) => l.startsWith("Error:")) ?? lines.at(-1) ?? "";
  return `py-spy${there} ended with ${code === null ? "a signal" : `exit code ${code}`}` +
    (told ? `: ${told.slice(0, 300)}` : "");
}

/** There is no py-spy here. */
export const noPySpy = "there is no py-spy here: pip install py-spy (any environment), " +
  "and put it on the PATH or name it in KGEN_PYSPY";
